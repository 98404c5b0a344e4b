#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::catalogue {

/// The kinds of entries that take the place of a name in a scenario: "devices", "links", "models".
[[nodiscard]] const std::vector<std::string>& catalogue_kinds();

/// The kind of whole platforms, which are put below a scenario.
inline constexpr const char* kPlatforms = "platforms";

/// The folders platforms/devices, platforms/links, platforms itself (whole platforms) and models under one
/// root, an entry a file.
class Catalogue {
 public:
  explicit Catalogue(std::filesystem::path root) : root_(std::move(root)) {}

  /// $DIMSIM_CATALOGUE, or the tree that dimsim was built from, or what is installed beside the program.
  [[nodiscard]] static std::filesystem::path default_root();

  /// Names of a kind's entries, sorted.
  [[nodiscard]] std::vector<std::string> names(const std::string& kind) const;
  /// An entry as it stands in its file. Throws InputError.
  [[nodiscard]] language::Node read(const std::string& kind, const std::string& name) const;

 private:
  [[nodiscard]] std::filesystem::path folder(const std::string& kind) const;

  std::filesystem::path root_;
};

}  // namespace dimsim::catalogue

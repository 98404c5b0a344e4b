#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::catalogue {

/// The kinds of entries to which a scenario refers by name: "devices", "links", "models".
[[nodiscard]] const std::vector<std::string>& catalogue_kinds();

/// The kind of platforms, whose values a scenario overrides.
inline constexpr const char* kPlatforms = "platforms";

/// The catalogue below a root folder, with one file for each entry: platforms/devices, platforms/links,
/// models, and platforms itself for whole platforms.
class Catalogue {
 public:
  explicit Catalogue(std::filesystem::path root) : root_(std::move(root)) {}

  /// $DIMSIM_CATALOGUE if it is set, else the source tree of the program if it exists, else the installed
  /// catalogue.
  [[nodiscard]] static std::filesystem::path default_root();

  /// Names of a kind's entries, sorted.
  [[nodiscard]] std::vector<std::string> names(const std::string& kind) const;
  /// The unresolved entry, as in its file. Throws InputError.
  [[nodiscard]] language::Node read(const std::string& kind, const std::string& name) const;

 private:
  [[nodiscard]] std::filesystem::path folder(const std::string& kind) const;

  std::filesystem::path root_;
};

}  // namespace dimsim::catalogue

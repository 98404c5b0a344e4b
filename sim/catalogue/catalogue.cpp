#include "dimsim/catalogue/catalogue.hpp"

#include "dimsim/base/version.hpp"
#include "dimsim/language/document.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace dimsim::catalogue {
namespace {

constexpr const char* kExtension = ".yaml";

}  // namespace

const std::vector<std::string>& catalogue_kinds() {
  static const std::vector<std::string> kinds{"devices", "links", "models"};
  return kinds;
}

std::filesystem::path Catalogue::default_root() {
  // getenv() is safe here: no thread has been started yet.
  if (const char* chosen = std::getenv("DIMSIM_CATALOGUE");
      chosen != nullptr && *chosen != '\0') {  // NOLINT(concurrency-mt-unsafe)
    return chosen;
  }
  // A program in its build folder uses the source tree, so that edits of the catalogue need no installation.
  std::error_code error;
  if (std::filesystem::is_directory(std::filesystem::path(kSourceDirectory) / "platforms", error)) {
    return kSourceDirectory;
  }
  // Relative to the program, so that an installation can be moved: PREFIX/bin/dimsim, PREFIX/share/dimsim.
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path().parent_path() / "share" /
         "dimsim";
}

std::filesystem::path Catalogue::folder(const std::string& kind) const {
  return kind == "models"     ? std::filesystem::path("models")
         : kind == kPlatforms ? std::filesystem::path("platforms")
                              : std::filesystem::path("platforms") / kind;
}

std::vector<std::string> Catalogue::names(const std::string& kind) const {
  std::vector<std::string> result;
  std::error_code error;
  // A missing folder is an empty kind: a test's or a user's catalogue need not have all of them.
  for (const auto& file : std::filesystem::directory_iterator(root_ / folder(kind), error)) {
    if (file.path().extension() == kExtension) {
      result.push_back(file.path().stem().string());
    }
  }
  // The order of a directory is arbitrary; lists in messages and in the schema must not depend on it.
  std::sort(result.begin(), result.end());
  return result;
}

language::Node Catalogue::read(const std::string& kind, const std::string& name) const {
  const std::filesystem::path file = folder(kind) / (name + kExtension);
  Diagnostics diagnostics;
  language::Node entry =
      language::parse_document(language::read_source(root_ / file, file.string()), diagnostics);
  diagnostics.throw_if_any();
  return entry;
}

}  // namespace dimsim::catalogue

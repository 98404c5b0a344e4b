#include "dimsim/base/scratch_folder.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

#include <fmt/format.h>

namespace dimsim {

ScratchFolder::ScratchFolder(const std::filesystem::path& parent, std::string_view prefix,
                             std::string_view failure) {
  std::string name = (parent / fmt::format("{}-XXXXXX", prefix)).string();
  if (mkdtemp(name.data()) == nullptr) {
    throw RunError(fmt::format("{}: {}", failure, errno_text()));
  }
  // Absolute, because programs that are started in the folder must find it by the same name.
  path_ = std::filesystem::absolute(name);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace dimsim

#pragma once

#include <filesystem>
#include <string_view>

namespace dimsim {

/// A temporary folder with a name that no other process has or had. It is removed with its content at the end
/// of its life.
class ScratchFolder {
 public:
  /// Creates PREFIX-XXXXXX in `parent`. Throws RunError, which begins with `failure` and ends with the
  /// system's reason.
  ScratchFolder(const std::filesystem::path& parent, std::string_view prefix, std::string_view failure);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace dimsim

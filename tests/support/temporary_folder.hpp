#pragma once

#include "dimsim/base/scratch_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim {

/// A temporary folder for a test, removed at the end.
class TemporaryFolder : public ScratchFolder {
 public:
  TemporaryFolder()
      : ScratchFolder(std::filesystem::temp_directory_path(), "dimsim-test",
                      "cannot make a temporary folder") {}

  /// Names of its contents, sorted, including hidden files.
  [[nodiscard]] std::vector<std::string> contents() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path())) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
};

}  // namespace dimsim

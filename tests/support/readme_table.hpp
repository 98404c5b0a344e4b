#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace dimsim {

/// Cells of a Markdown table: all but the first cell of the row named `row`, in the first table below the
/// heading that starts with `heading`. Empty if there is none.
[[nodiscard]] inline std::vector<std::string> readme_row(const std::filesystem::path& file,
                                                         const std::string& heading, const std::string& row) {
  std::ifstream stream(file);
  bool below = false;
  for (std::string line; std::getline(stream, line);) {
    below = line.starts_with("#") ? line.find("# " + heading) != std::string::npos : below;
    if (!below || !line.starts_with("| " + row + " |")) {
      continue;
    }
    std::vector<std::string> cells;
    std::istringstream parts(line.substr(line.find('|', 1) + 1));
    for (std::string cell; std::getline(parts, cell, '|');) {
      const std::size_t begin = cell.find_first_not_of(' ');
      cells.push_back(cell.substr(begin, cell.find_last_not_of(' ') + 1 - begin));
    }
    return cells;
  }
  return {};
}

}  // namespace dimsim

#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Appends a text to the list unless it is empty or already there. The list keeps the order in which the
/// texts first appear, which is the order of the files, and not the alphabetical one.
inline void add_unique(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

}  // namespace dimsim::cli

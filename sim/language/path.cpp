#include "dimsim/language/path.hpp"

#include <algorithm>

namespace dimsim::language {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> steps;
  for (std::size_t begin = 0; !path.empty() && begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    steps.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return steps;
}

std::string join(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

bool is_inside(const std::string& path, const std::string& outer) {
  // The dot matters: "warm_up_requests" begins with "warm_up", but is not inside it.
  return path == outer || (path.starts_with(outer) && path[outer.size()] == '.');
}

}  // namespace dimsim::language

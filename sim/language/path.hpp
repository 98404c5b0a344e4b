#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// The steps of a path, which are separated by dots: "a.0.b" has a, 0 and b. An empty path has none.
[[nodiscard]] std::vector<std::string> split_path(std::string_view path);

/// "path.key", or "key" at the top level.
[[nodiscard]] std::string join(const std::string& path, const std::string& key);

/// Whether a path equals `outer` or is below it: "a.b.c" is inside "a.b".
[[nodiscard]] bool is_inside(const std::string& path, const std::string& outer);

}  // namespace dimsim::language

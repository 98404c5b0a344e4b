#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace dimsim {

/// The text of a system error, such as "No space left on device". For errno call it before anything else that
/// may set it.
[[nodiscard]] inline std::string errno_text(int error = errno) {
  return std::generic_category().message(error);
}

}  // namespace dimsim

#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace dimsim::study {

/// The text of errno, such as "No space left on device". Call it before anything else that may set errno.
[[nodiscard]] inline std::string errno_text() { return std::generic_category().message(errno); }

}  // namespace dimsim::study

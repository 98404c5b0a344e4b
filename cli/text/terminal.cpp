#include "dimsim/cli/text/terminal.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/ioctl.h>

// Written with write(2) rather than iostreams: a failed write is reported with its reason and at once, not
// lost in a buffer that is flushed when nobody checks any more.

namespace dimsim::cli {

namespace {

/// Writes all of the text; returns false, with the reason in errno, if that fails.
bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

void print(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) {
    throw RunError(
        fmt::format("cannot write to standard output: {}", std::generic_category().message(errno)));
  }
}

void remark(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

bool progress_is_wanted() { return isatty(STDERR_FILENO) == 1; }

std::size_t progress_width() {
  constexpr std::size_t kUsual = 80;
  constexpr std::size_t kLeast = 20;
  winsize size{};
  const bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= kLeast;
  return is_known ? size.ws_col - std::size_t{1} : kUsual;  // some terminals wrap after a full line
}

bool colour_is_wanted() {
  const char* refusal = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): no threads
  return isatty(STDOUT_FILENO) == 1 && (refusal == nullptr || *refusal == '\0');
}

void secure_standard_files() {
  // By default these signals end the process before it can remove temporary files; ignored, they become EPIPE
  // and EFBIG.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(file, F_GETFD) < 0) {
      // open() returns the lowest free descriptor, which is this one. It is read-only for stdout, so that
      // writing to a closed stdout remains an error.
      open("/dev/null", file == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return thousands(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace dimsim::cli

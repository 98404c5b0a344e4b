#include "dimsim/cli/text_file.hpp"

#include "dimsim/base/error.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

// Output files are replaced without asking, as scripts need it, but never a file that dimsim did not write:
// one typing error in `-o` or `--json` would otherwise destroy a scenario. A mark in the first bytes
// identifies the kind of a file.

namespace dimsim::cli {

namespace {

constexpr std::size_t kMarkBytes = 100;

// Lets the constructor check the target before AtomicFile, its first member, creates the temporary.
const std::filesystem::path& checked_target(const std::filesystem::path& target, const TextKind& kind) {
  check_replaceable(target, kind);
  return target;
}

}  // namespace

std::string file_option(const po::variables_map& arguments, const std::string& option) {
  std::string name = option_text(arguments, option);
  if (name.empty() && arguments.contains(option)) {
    throw InputError(fmt::format("--{} '': expected the name of a file, or -", option));
  }
  return name;
}

bool is_same_file(const std::filesystem::path& one, const std::filesystem::path& other) {
  return std::filesystem::absolute(one).lexically_normal() ==
         std::filesystem::absolute(other).lexically_normal();
}

void check_replaceable(const std::filesystem::path& target, const TextKind& kind) {
  std::error_code error;
  const auto status = std::filesystem::status(target, error);
  if (!std::filesystem::exists(status)) {
    return;
  }
  std::string begin(kMarkBytes, '\0');
  if (std::filesystem::is_regular_file(status)) {
    std::ifstream(target).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  }
  if (begin.find(kind.mark) == std::string::npos) {
    throw InputError(
        fmt::format("'{}' exists and is not a {}, so it is not overwritten", target.string(), kind.name),
        fmt::format("remove it, or choose another file with {0}; {0} - writes to stdout", kind.option));
  }
}

TextFile::TextFile(const std::filesystem::path& target, const TextKind& kind)
    : file_(checked_target(target, kind)) {}

void TextFile::write(const std::string& text) {
  std::ofstream stream(file_.temporary());
  stream << text;
  stream.close();
  if (!stream) {
    throw RunError(fmt::format("cannot write '{}': {}", file_.target().string(),
                               std::generic_category().message(errno)));
  }
  file_.commit();
}

}  // namespace dimsim::cli

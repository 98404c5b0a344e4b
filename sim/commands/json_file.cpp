#include "commands/json_file.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

constexpr std::size_t kMarkBytes = 100;  ///< where the format is looked for

const std::filesystem::path& replaceable(const std::filesystem::path& target, const std::string& format) {
  std::error_code error;
  const auto status = std::filesystem::status(target, error);
  if (!std::filesystem::exists(status)) {
    return target;
  }
  std::string begin(kMarkBytes, '\0');
  if (std::filesystem::is_regular_file(status)) {
    std::ifstream(target).read(begin.data(), static_cast<std::streamsize>(begin.size()));
  }
  if (begin.find(format) == std::string::npos) {
    throw InputError(
        fmt::format("'{}' exists and is no {} file, so it is not overwritten", target.string(), format),
        "remove it, or choose another file with --json; --json - writes to stdout");
  }
  return target;
}

}  // namespace

JsonFile::JsonFile(const std::filesystem::path& target, const std::string& format)
    : file_(replaceable(target, format)) {}

void JsonFile::write(const std::string& text) {
  std::ofstream stream(file_.temporary());
  stream << text;
  stream.close();
  if (!stream) {
    throw RunError(fmt::format("cannot write '{}': {}", file_.target().string(),
                               std::generic_category().message(errno)));
  }
  file_.commit();
}

}  // namespace dimsim::commands

#pragma once

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/cli/arguments.hpp"

#include <filesystem>
#include <string>

namespace dimsim::cli {

/// Stands for standard output where an option expects the name of a file.
inline constexpr const char* kStdout = "-";

/// The file that an option names, or kStdout; "" if the option is not given. Throws InputError for an empty
/// name, which is probably an unset variable of a script.
[[nodiscard]] std::string file_option(const po::variables_map& arguments, const std::string& option);

/// Whether two names are of the same file, like `out.json` and `./out.json`. Links are not followed.
[[nodiscard]] bool is_same_file(const std::filesystem::path& one, const std::filesystem::path& other);

/// A kind of text that a command writes: its name in messages, and how a file of the kind is recognised.
struct TextKind {
  std::string name;    ///< "dimsim summary"
  std::string mark;    ///< occurs in the first 100 bytes of every such text
  std::string option;  ///< the option that names the file: "--json"
};

/// Throws InputError if the target exists and is not of that kind, such as a scenario, a result or a device
/// file.
void check_replaceable(const std::filesystem::path& target, const TextKind& kind);

/// A text file that is written completely or not at all.
class TextFile {
 public:
  /// Creates the file under a temporary name, so that errors appear early. Throws as check_replaceable does,
  /// and RunError if the folder is not writable.
  TextFile(const std::filesystem::path& target, const TextKind& kind);

  /// Writes the text and gives the file its name. Throws RunError (disk full).
  void write(const std::string& text);

 private:
  AtomicFile file_;
};

}  // namespace dimsim::cli

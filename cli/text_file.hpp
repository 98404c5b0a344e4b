#pragma once

#include "dimsim/base/atomic_file.hpp"

#include <filesystem>
#include <string>

namespace dimsim::cli {

/// Given in place of a file's name, it means standard output.
inline constexpr const char* kStdout = "-";

/// A kind of text that a command writes to a file, for messages, and so that nothing else is overwritten.
struct TextKind {
  std::string name;    ///< "dimsim summary"
  std::string mark;    ///< is in the first 100 bytes of every such text
  std::string option;  ///< that names the file: "--json"
};

/// Throws InputError when the target exists and is not of that kind: a scenario, a result, a device.
void check_replaceable(const std::filesystem::path& target, const TextKind& kind);

/// A text that becomes a file of its own, whole or not at all.
class TextFile {
 public:
  /// Makes the file under a temporary name, so that what stands in the way shows at once. Throws what
  /// check_replaceable throws, and RunError when the folder cannot be written to.
  TextFile(const std::filesystem::path& target, const TextKind& kind);

  /// Writes the text and gives the file its name. Throws RunError (disk full).
  void write(const std::string& text);

 private:
  AtomicFile file_;
};

}  // namespace dimsim::cli

#pragma once

#include "base/atomic_file.hpp"

#include <filesystem>
#include <string>

namespace dimsim::commands {

/// JSON that a command writes to a file of its own, whole or not at all; made before the work, so that what
/// stands in its way shows then.
class JsonFile {
 public:
  /// `format` is what the JSON calls its own format in its first lines. Throws InputError where a file exists
  /// that is of another one (a scenario, a result, a device), RunError where none can be made.
  JsonFile(const std::filesystem::path& target, const std::string& format);

  /// Throws RunError.
  void write(const std::string& text);

 private:
  AtomicFile file_;
};

}  // namespace dimsim::commands

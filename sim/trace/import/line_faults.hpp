#pragma once

#include "dimsim/base/error.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace dimsim::trace {

/// Errors in a file that is read line by line and not kept in memory: the first ones, and their total number.
class LineFaults {
 public:
  explicit LineFaults(const std::string& file);

  /// Line 0 means the file as a whole.
  void add(int line, std::string message, std::string hint = "");
  [[nodiscard]] bool empty() const { return count_ == 0; }
  /// The first error as "line 3 …". Contract: there is one.
  [[nodiscard]] std::string first() const;
  /// Throws InputError if any error was added.
  void throw_if_any() const;

 private:
  static constexpr std::size_t kMaxKept = 20;

  std::shared_ptr<const SourceText> source_;
  Diagnostics kept_;
  std::size_t count_ = 0;
};

}  // namespace dimsim::trace

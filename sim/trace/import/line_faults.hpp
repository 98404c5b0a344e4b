#pragma once

#include "dimsim/base/error.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace dimsim::trace {

/// What is wrong with a file that is read line by line, its text not being kept: the first faults, and how
/// many there were.
class LineFaults {
 public:
  explicit LineFaults(const std::string& file);

  /// Line 0 is the file as a whole.
  void add(int line, std::string message, std::string hint = "");
  [[nodiscard]] bool empty() const { return count_ == 0; }
  /// The first fault as "line 3 …"; there must be one.
  [[nodiscard]] std::string first() const;
  /// Throws InputError when anything was added.
  void throw_if_any() const;

 private:
  static constexpr std::size_t kMostKept = 20;

  std::shared_ptr<const SourceText> source_;
  Diagnostics kept_;
  std::size_t count_ = 0;
};

}  // namespace dimsim::trace

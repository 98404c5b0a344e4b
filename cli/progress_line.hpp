#pragma once

#include "dimsim/study/study.hpp"

#include <chrono>
#include <string>

namespace dimsim::cli {

/// The progress as text: "12,345 of 52,500 requests (24 %), 41,000/s, 0:01 left".
[[nodiscard]] std::string progress_text(const study::Progress& progress, double elapsed_s);

/// A progress line on stderr, rewritten in place. The destructor erases it.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted) : wanted_(wanted) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const study::Progress& progress);

 private:
  bool wanted_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace dimsim::cli

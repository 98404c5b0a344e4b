#include "dimsim/cli/progress_line.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr const char* kClearLine = "\r\033[K";

/// "1:02:03" or "2:03".
std::string clock_text(double seconds) {
  const auto whole = std::llround(seconds);
  const auto hours = whole / 3600;
  const auto minutes = whole / 60 % 60;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60)
                   : fmt::format("{}:{:02}", minutes, whole % 60);
}

}  // namespace

std::string progress_text(const study::Progress& progress, double elapsed_s) {
  constexpr double kLong = 5;  // [s]; the longest run is named from here on
  // `expected` is an estimate if the workload is given by a duration; a share above 100 % would look like a
  // defect.
  const std::uint64_t expected = std::max(progress.expected, progress.done);
  const double share = expected == 0 ? 1 : static_cast<double>(progress.done) / static_cast<double>(expected);
  std::string text;
  // Counts the largest unit that has several items, which is the shortest text: the longest run must fit
  // behind it.
  const bool counts_requests = progress.points <= 1 && progress.runs <= 1;
  text += progress.points > 1
              ? fmt::format("{} of {}", thousands(progress.points_done), counted(progress.points, "point"))
          : progress.runs > 1
              ? fmt::format("{} of {}", thousands(progress.runs_done), counted(progress.runs, "run"))
              : fmt::format("{} of {}", thousands(progress.done), counted(expected, "request"));
  text += fmt::format(" ({:.0f} %)", std::floor(share * 100));
  if (progress.done == expected) {
    return text + ", writing the results";
  }
  // Requests found in a journal took no time in this process; counting them would inflate the rate.
  const std::uint64_t done = progress.done - std::min(progress.found, progress.done);
  if (done > 0 && elapsed_s > 0) {
    const double rate = static_cast<double>(done) / elapsed_s;
    const double left_s = static_cast<double>(expected - progress.done) / rate;
    text += fmt::format(", {}{}/s, {} left", thousands(static_cast<std::uint64_t>(rate)),
                        counts_requests ? "" : " requests", clock_text(left_s));
  }
  if (progress.longest_s >= kLong) {
    text += fmt::format("; longest {}: {}", clock_text(progress.longest_s), progress.longest);
  }
  return text;
}

ProgressLine::~ProgressLine() {
  if (shown_) {
    remark(kClearLine);
  }
}

void ProgressLine::show(const study::Progress& progress) {
  if (wanted_) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    remark(kClearLine + shortened(progress_text(progress, elapsed.count()), progress_width()));
    shown_ = true;
  }
}

}  // namespace dimsim::cli

#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/text_file.hpp"
#include "dimsim/results/summary.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Adds `--json` and `--quiet`.
void add_output_options(po::options_description& options);

/// The output of a command that writes a result file: a table or JSON on stdout, the names of files on
/// stderr.
class StudyOutput {
 public:
  /// Throws InputError if `--json` is empty or names the result file.
  StudyOutput(const po::variables_map& arguments, std::filesystem::path result);

  /// Creates the file of `--json` under a temporary name, so that errors appear before the runs start.
  void open();
  /// Writes and prints the summaries. Throws RunError if that fails or if runs have failed.
  void show(std::span<const results::Summary> points);

  [[nodiscard]] const std::filesystem::path& result() const { return result_; }
  [[nodiscard]] bool is_quiet() const { return quiet_; }

 private:
  std::filesystem::path result_;
  std::string json_;  ///< file, "-", or ""
  bool quiet_ = false;
  std::unique_ptr<TextFile> json_file_;
};

/// The number of failed runs, and the reasons of the first 20, one per line.
[[nodiscard]] std::string failures_text(const std::vector<std::string>& reasons);

}  // namespace dimsim::cli

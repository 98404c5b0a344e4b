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

/// Adds `--json` and `--quiet`, which commands that make a result share.
void add_output_options(po::options_description& options);

/// What a command says of a result that it makes: a table or JSON on stdout, where the files are on stderr.
class StudyOutput {
 public:
  /// Throws InputError when what `--json` names cannot be the summary. `result` is the result file.
  StudyOutput(const po::variables_map& arguments, std::filesystem::path result);

  /// Makes the file of `--json` under a temporary name, so that what stands in the way shows before the runs.
  void open();
  /// Writes and prints the summaries. Throws RunError, also when runs have failed.
  void show(std::span<const results::Summary> points);

  [[nodiscard]] const std::filesystem::path& result() const { return result_; }
  [[nodiscard]] bool is_quiet() const { return quiet_; }

 private:
  std::filesystem::path result_;
  std::string json_;  ///< file, "-", or ""
  bool quiet_ = false;
  std::unique_ptr<TextFile> json_file_;
};

/// How many runs failed, and a line for each, as far as they are not too many.
[[nodiscard]] std::string failures_text(const std::vector<std::string>& reasons);

}  // namespace dimsim::cli

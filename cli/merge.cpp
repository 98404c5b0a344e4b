#include "dimsim/base/error.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/study_output.hpp"
#include "dimsim/results/result_file.hpp"
#include "dimsim/study/shard_file.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr const char* kShards = "SHARD…";

Manual manual() {
  return {
      .command = "merge",
      .positional = {kShards},
      .text =
          "Joins the shard files of a study, which `dimsim run --shard` made on this machine or on others, "
          "into its result file: the same bytes as if one machine had done all of it. Prints the same "
          "table.\n\n"
          "All N shards must be there, of one scenario with the same settings, made by one build of "
          "dimsim.\n\n"
          "Exit status: 0 done, 1 it failed, or runs of a shard had failed, 2 wrong usage or input.",
      .examples = {"dimsim merge results/my.shard-*-of-64 -o results/my.h5"}};
}

po::options_description merge_options() {
  po::options_description options;
  options.add_options()("output,o", text_option("FILE")->required(), "result file");
  add_output_options(options);
  return options;
}

}  // namespace

void merge_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(manual(), merge_options(), arguments);
  if (!read) {
    return;
  }
  const auto& names = (*read)[kShards].as<std::vector<std::string>>();
  study::Shards shards({names.begin(), names.end()});
  StudyOutput output(*read, (*read)["output"].as<std::string>());
  const study::SignalWatch signals;
  output.open();
  results::ResultFile file(output.result(), shards.study());
  shards.for_each(
      [&](const results::RunRecord& record) { file.add(record, [&signals] { signals.check(); }); });
  output.show(file.finish(shards.failed()));
}

}  // namespace dimsim::cli

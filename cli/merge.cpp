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

po::options_description merge_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option()->required());
  add_output_options(options);
  return options;
}

}  // namespace

void merge_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "merge"}, merge_options(), arguments);
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

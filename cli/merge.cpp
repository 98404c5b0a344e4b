#include "dimsim/cli/command.hpp"
#include "dimsim/cli/study_output.hpp"
#include "dimsim/results/result_file.hpp"
#include "dimsim/study/shard_file.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <vector>

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
  // The order decides what an error or an interrupt leaves behind. Shards are checked before any file is
  // created; the watch exists before the files, so that SIGINT becomes an exception and their destructors
  // remove them.
  const auto& names = (*read)[kShards].as<std::vector<std::string>>();
  study::Shards shards({names.begin(), names.end()});
  StudyOutput output(*read, (*read)["output"].as<std::string>());
  const study::SignalWatch signals;
  output.open();
  // Runs are copied one by one: a merged study may be larger than the memory.
  results::ResultFile file(output.result(), shards.study());
  shards.for_each(
      [&](const results::RunRecord& record) { file.add(record, [&signals] { signals.check(); }); });
  output.show(file.finish(shards.failed()));
}

}  // namespace dimsim::cli

#include "dimsim/base/error.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/trace_text.hpp"
#include "dimsim/cli/text_file.hpp"
#include "dimsim/results/summary_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::cli {

namespace {

constexpr const char* kStdout = "-";

Manual manual() {
  return {
      .command = "trace show",
      .positional = {"TRACE"},
      .text =
          "Describes a trace: what it says of itself, the samples of each split, and for each exit\n\n"
          "accuracy: share of the samples that it answers right.\n\n"
          "confidence: mean of the largest softmax probability, over all samples and over those answered "
          "right and wrong.\n\n"
          "ECE: expected calibration error over 15 equal-width bins (Guo et al., On Calibration of Modern "
          "Neural Networks, ICML 2017): how far confidence and accuracy are apart.\n\n"
          "agreement: share of the samples that it answers as the last exit does, right or wrong.\n\n"
          "All of the file is checked on the way. Exit status: 0 done, 2 wrong usage or a faulty trace.",
      .examples = {"dimsim trace show scenarios/traces/trec6.h5",
                   "dimsim trace show scenarios/traces/trec6.h5 --split test",
                   "dimsim trace show mine.h5 --json - | jq '.splits[0].by_exit[].accuracy'"}};
}

}  // namespace

void trace_show_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  options.add_options()("split", text_option("NAME"), "this split only; default: all of them")(
      "json", text_option("FILE"), "write it as JSON; with - to stdout, in place of the tables");
  const auto read = read_arguments(manual(), options, arguments);
  if (!read) {
    return;
  }
  const std::string json = read->contains("json") ? (*read)["json"].as<std::string>() : "";
  if (read->contains("json") && json.empty()) {
    throw InputError("--json '': expected the name of a file, or -");
  }
  std::optional<TextFile> file;
  if (!json.empty() && json != kStdout) {
    file.emplace(json,
                 TextKind{.name = "dimsim trace description", .mark = kTraceFormat, .option = "--json"});
  }
  const trace::FileFigures figures = trace::describe(
      (*read)["TRACE"].as<std::string>(),
      read->contains("split") ? std::optional((*read)["split"].as<std::string>()) : std::nullopt);
  const std::string text = results::to_text(trace_json(figures)) + "\n";
  if (file) {
    file->write(text);
  }
  print(json == kStdout ? text : trace_text(figures));
}

}  // namespace dimsim::cli

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/trace_text.hpp"
#include "dimsim/cli/text_file.hpp"
#include "dimsim/results/summary_json.hpp"

#include <nlohmann/json.hpp>

namespace dimsim::cli {

void trace_show_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  auto add = options.add_options();
  add("split", text_option());
  add("json", text_option());
  const auto read = read_arguments({.command = "trace show"}, options, arguments);
  if (!read) {
    return;
  }
  const std::string json = file_option(*read, "json");
  // The output is created before the trace is read: describing it checks the whole file, which takes a while.
  std::optional<TextFile> file;
  if (!json.empty() && json != kStdout) {
    file.emplace(json,
                 TextKind{.name = "dimsim trace description", .mark = kTraceFormat, .option = "--json"});
  }
  const trace::FileFigures figures = trace::describe(
      (*read)["TRACE"].as<std::string>(),
      read->contains("split") ? std::optional((*read)["split"].as<std::string>()) : std::nullopt);
  // One computation for both outputs, so that the table and the JSON of a call always agree.
  const std::string text = results::to_text(trace_json(figures)) + "\n";
  if (file) {
    file->write(text);
  }
  print(json == kStdout ? text : trace_text(figures));
}

}  // namespace dimsim::cli

#include "dimsim/analysis/result_files.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/export_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text_file.hpp"

#include <fmt/format.h>

// `dimsim plot` and `dimsim report` show results; this command hands them to other programs. The formats are
// a table in cli/text/export_text.cpp, from which the list in the help page is generated too.

namespace dimsim::cli {

namespace {

constexpr const char* kExportedMetrics = "accuracy,latency.mean,latency.p95,energy.total,cost.lambda";

Manual export_manual() {
  std::string formats;
  for (const ExportFormat& format : export_formats()) {
    formats += fmt::format("  {:<10}{}\n", format.name, format.meaning);
  }
  return {.command = "export", .inserts = {{"formats", formats}}};
}

po::options_description export_options() {
  po::options_description options;
  auto add = options.add_options();
  add("format,f", text_option()->required());
  add("metrics", text_option()->default_value(kExportedMetrics, ""));
  add("policies", text_option());
  add("output,o", text_option());
  return options;
}

const ExportFormat& find_format(const std::string& name) {
  std::vector<std::string> names;
  for (const ExportFormat& format : export_formats()) {
    if (format.name == name) {
      return format;
    }
    names.push_back(format.name);
  }
  throw InputError(fmt::format("dimsim export: unknown format {}", quote(name)), suggestion(name, names));
}

}  // namespace

void export_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(export_manual(), export_options(), arguments);
  if (!read) {
    return;
  }
  const ExportFormat& format = find_format((*read)["format"].as<std::string>());
  const std::vector<std::string> metrics = split_at_commas((*read)["metrics"].as<std::string>());
  const std::vector<std::string> policies = option_names(*read, "policies");
  const std::vector<analysis::ResultReader> results =
      analysis::open_results((*read)[kResultFiles].as<std::vector<std::string>>());
  // No table is streamed: an unknown metric in the last file must not leave half a table behind.
  const std::string text = format.write(analysis::summary_rows(results, metrics, policies));
  const std::string target = read->contains("output") ? file_option(*read, "output") : kStdout;
  if (target == kStdout) {
    print(text);
    return;
  }
  // The mark allows replacing only a table of the same format: a .csv under the name of a .tex is a mistake.
  TextFile(target, {.name = format.name + " table of dimsim", .mark = format.mark, .option = "--output"})
      .write(text);
}

}  // namespace dimsim::cli

#include "dimsim/analysis/result_files.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/export_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text_file.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr const char* kResults = "RESULT…";
constexpr const char* kMetrics = "accuracy,latency.mean,latency.p95,energy.total,cost.lambda";

Manual manual() {
  std::string formats;
  for (const ExportFormat& format : export_formats()) {
    formats += fmt::format("  {:<10}{}\n", format.name, format.meaning);
  }
  return {.command = "export",
          .positional = {kResults},
          .text =
              "Writes what result files say of each policy at each point as a table for a paper or for other "
              "programs: means across replications with 95 % intervals (Student's t).\n\nFormats:\n" +
              formats +
              "\nThose for people show milliseconds, Mbit/s and their like, rounded to the interval's first "
              "digit, which is rounded up; "
              "those for programs have base units and all digits.\n\n"
              "Exit status: 0 done, 1 it failed while running, 2 wrong usage or input.",
          .examples = {
              "dimsim export results/quickstart.h5 --format latex -o table.tex",
              "dimsim export results/bandwidth-sweep.h5 --format csv --metrics latency.p95,energy.mobile",
              "dimsim export a.h5 b.h5 --format markdown --policies all-edge,cartography"}};
}

po::options_description export_options() {
  po::options_description options;
  options.add_options()("format,f", text_option("FORMAT")->required(), "latex, markdown, csv or jsonl")(
      "metrics", text_option("LIST")->default_value(kMetrics, ""),
      "metrics, by commas; default: accuracy,latency.mean,latency.p95,energy.total,cost.lambda")(
      "policies", text_option("LIST"), "only these policies, by commas")(
      "output,o", text_option("FILE"), "file to write; default: -, which is stdout");
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
  const auto read = read_arguments(manual(), export_options(), arguments);
  if (!read) {
    return;
  }
  const ExportFormat& format = find_format((*read)["format"].as<std::string>());
  const std::vector<std::string> metrics = split_at_commas((*read)["metrics"].as<std::string>());
  const std::vector<std::string> policies = read->contains("policies")
                                                ? split_at_commas((*read)["policies"].as<std::string>())
                                                : std::vector<std::string>{};
  const std::vector<analysis::ResultReader> results =
      analysis::open_results((*read)[kResults].as<std::vector<std::string>>());
  const std::string text = format.write(analysis::summary_rows(results, metrics, policies));
  const std::string target = read->contains("output") ? (*read)["output"].as<std::string>() : "-";
  if (target == "-") {
    print(text);
    return;
  }
  TextFile(target, {.name = format.name + " table of dimsim", .mark = format.mark, .option = "--output"})
      .write(text);
}

}  // namespace dimsim::cli

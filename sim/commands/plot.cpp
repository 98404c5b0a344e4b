#include "analysis/figure.hpp"
#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/gnuplot.hpp"
#include "base/suggest.hpp"
#include "commands/arguments.hpp"
#include "commands/command.hpp"
#include "commands/result_files.hpp"
#include "commands/terminal.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace dimsim::commands {
namespace {

constexpr const char* kResults = "RESULT…";

Manual manual() {
  std::string text =
      "Draws a figure from result files, in the width of a paper's column (3.5 inches), as PNG, PDF or SVG "
      "by "
      "the name's ending. gnuplot draws it (Debian: gnuplot-nox).\n\n";
  for (const analysis::Figure& figure : analysis::figures()) {
    text += fmt::format("{}: {}. Needs {}.\n\n", figure.name, figure.summary, figure.needs);
  }
  return {.command = "plot",
          .positional = {kResults},
          .text = text +
                  "analysis/README.md has the formulas.\n\n"
                  "Exit status: 0 done, 1 it failed while running, 2 wrong usage or input.",
          .examples = {"dimsim plot results/bandwidth-sweep.h5 -f metric --metric latency.p95 -o latency.pdf",
                       "dimsim plot results/glue.h5 -f cartography-gain -o gain.pdf",
                       "dimsim plot a.h5 b.h5 -f cartography-gain --policy cartography -o gain.png"}};
}

po::options_description plot_options() {
  po::options_description options;
  options.add_options()("figure,f", text_option("FIGURE"), "which one; `dimsim list figures` lists them")(
      "output,o", text_option("FILE"), "file to draw into: .png, .pdf or .svg")(
      "policy", text_option("LIST"),
      "policies that the figure shows, by commas; default: the figure's own choice")(
      "metric", text_option("METRIC"), "metric that it shows, such as latency.p95; default: latency.mean")(
      "axis", text_option("NAME"),
      "axis of the study along which it is drawn; default: the first with numbers");
  return options;
}

const std::string& required(const po::variables_map& arguments, const char* option, const char* example) {
  if (!arguments.contains(option) || arguments[option].as<std::string>().empty()) {
    throw InputError(fmt::format("dimsim plot: --{} is missing", option), example);
  }
  return arguments[option].as<std::string>();
}

const analysis::Figure& find_figure(const std::string& name) {
  std::vector<std::string> names;
  for (const analysis::Figure& figure : analysis::figures()) {
    if (figure.name == name) {
      return figure;
    }
    names.push_back(figure.name);
  }
  throw InputError(fmt::format("dimsim plot: unknown figure {}", quote(name)), suggestion(name, names));
}

std::string text_of(const po::variables_map& arguments, const char* option) {
  return arguments.contains(option) ? arguments[option].as<std::string>() : "";
}

std::vector<std::string> policies_of(const po::variables_map& arguments) {
  return arguments.contains("policy") ? split_at_commas(arguments["policy"].as<std::string>())
                                      : std::vector<std::string>{};
}

}  // namespace

void plot_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(manual(), plot_options(), arguments);
  if (!read) {
    return;
  }
  const analysis::Figure& figure =
      find_figure(required(*read, "figure", "`dimsim list figures` lists what there is"));
  const std::filesystem::path output = required(*read, "output", "name the file to draw into: -o figure.pdf");
  const std::string format = figure_format(output, "-o");
  const std::string script = figure.script(open_results((*read)[kResults].as<std::vector<std::string>>()),
                                           {.format = format,
                                            .policies = policies_of(*read),
                                            .metric = text_of(*read, "metric"),
                                            .axis = text_of(*read, "axis")});
  AtomicFile whole(output);
  run_gnuplot(script, whole.temporary());
  whole.commit();
  remark(fmt::format("Figure: {}\n", output.string()));
}

}  // namespace dimsim::commands

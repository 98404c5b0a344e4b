#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/latex_text.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/gnuplot.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

// A figure is drawn in two steps: analysis/figures turns results into a Drawing (data and a gnuplot script),
// and base/gnuplot.hpp runs gnuplot on it. Options that only some figures use, such as --device, are passed
// to all of them: each figure checks its own, so that a new figure needs no change here.

namespace dimsim::cli {
namespace {

constexpr const char* kPlottedFiles = "FILE…";

Manual plot_manual() {
  std::string figures;
  for (const analysis::Figure& figure : analysis::figures()) {
    figures += fmt::format("{}{}: {}. Needs {}. `{}` gives one.\n", figures.empty() ? "" : "\n", figure.name,
                           figure.summary, figure.needs, figure.example);
  }
  std::string widths;
  for (const analysis::WidthPreset& preset : analysis::width_presets()) {
    widths +=
        fmt::format("  {:<10}{} in, {}: {}\n", preset.name, preset.width_in, preset.font, preset.meaning);
  }
  return {.command = "plot", .inserts = {{"figures", figures}, {"widths", widths}}};
}

po::options_description plot_options() {
  po::options_description options;
  auto add = options.add_options();
  add("figure,f", text_option());
  add("output,o", text_option());
  add("policies", text_option());
  add("metric", text_option());
  add("axis", text_option());
  add("point", text_option());
  add("log", text_option());
  add("device", text_option());
  add("title", text_option());
  add("width", text_option());
  add("style", text_option());
  return options;
}

const std::string& required_option(const po::variables_map& arguments, const char* option,
                                   const char* example) {
  if (!arguments.contains(option) || arguments[option].as<std::string>().empty()) {
    throw InputError(fmt::format("dimsim plot: option --{} is missing", option), example);
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

// An empty text is valid: without --log, each figure decides by the span of its values.
std::string logarithmic_axes(const po::variables_map& arguments) {
  std::string axes = option_text(arguments, "log");
  for (const char* known : {"", "x", "y", "xy", "none"}) {
    if (axes == known) {
      return axes;
    }
  }
  throw InputError(fmt::format("--log {}: expected x, y, xy or none", quote(axes)));
}

analysis::Canvas canvas_of(const po::variables_map& arguments, const std::string& format) {
  analysis::Canvas canvas{.format = format};
  const std::string width = option_text(arguments, "width");
  if (width.empty()) {
    return canvas;
  }
  // A preset also sets the font of the paper's text; a plain width keeps the default font.
  std::vector<std::string> names;
  for (const analysis::WidthPreset& preset : analysis::width_presets()) {
    if (width == preset.name) {
      canvas.width_in = preset.width_in;
      canvas.font = preset.font;
      return canvas;
    }
    names.push_back(preset.name);
  }
  constexpr double kCmPerInch = 2.54;
  constexpr double kNarrowest = 1;  // [in]; narrower leaves no room between the margins
  constexpr double kWidest = 30;    // [in]; wider is probably a mistaken unit, such as 88cm for 88 mm
  const std::size_t end = width.find_first_not_of("0123456789.");
  const std::optional<double> number = parse_number<double>(width.substr(0, end));
  const std::string unit = end == std::string::npos ? "" : width.substr(end);
  const double inches = number.value_or(0) / (unit == "cm" ? kCmPerInch : 1);
  if ((unit != "in" && unit != "cm") || !(inches >= kNarrowest && inches <= kWidest)) {
    throw InputError(
        fmt::format("--width {}: expected {} to {} inches, such as 3.5in or 8.8cm, or the name of a preset",
                    quote(width), kNarrowest, kWidest),
        suggestion(width, names));
  }
  canvas.width_in = inches;
  return canvas;
}

/// The gnuplot commands of --style. They end with a line end, since the script of the figure follows them.
std::string style_of(const po::variables_map& arguments) {
  if (!arguments.contains("style")) {
    return "";
  }
  const std::string name = option_text(arguments, "style");
  std::ifstream stream(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  // A directory opens without an error and reads as empty.
  if (!stream || std::filesystem::is_directory(name)) {
    throw InputError(fmt::format("--style {}: cannot be read", quote(name)),
                     "name a file of gnuplot commands");
  }
  return text.ends_with('\n') || text.empty() ? text : text + '\n';
}

}  // namespace

void plot_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(plot_manual(), plot_options(), arguments);
  if (!read) {
    return;
  }
  const analysis::Figure& figure =
      find_figure(required_option(*read, "figure", "`dimsim list figures` lists the figures"));
  const std::filesystem::path output =
      required_option(*read, "output", "name the file to draw into: -o figure.pdf");
  // An unknown extension is refused before any result is read.
  const std::string format = figure_format(output, "-o", true);
  const analysis::FigureOptions options{.canvas = canvas_of(*read, format),
                                        .policies = option_names(*read, "policies"),
                                        .metric = option_text(*read, "metric"),
                                        .axis = option_text(*read, "axis"),
                                        .point = option_text(*read, "point"),
                                        .logarithmic = logarithmic_axes(*read),
                                        .device = option_text(*read, "device"),
                                        .title = option_text(*read, "title"),
                                        .style = style_of(*read)};
  const analysis::FigureInput input((*read)[kPlottedFiles].as<std::vector<std::string>>());
  const Drawing drawing = analysis::drawing_of(figure, input, options);
  // LaTeX typesets the texts of a .tex figure, so their special characters must be escaped.
  draw(format == "tex" ? analysis::for_latex(drawing) : drawing, output);
  const std::string stem = std::filesystem::path(output).replace_extension().string();
  remark(fmt::format("Figure: {}, with {}.dat and {}.gp\n", output.string(), stem, stem));
}

}  // namespace dimsim::cli

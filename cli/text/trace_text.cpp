#include "dimsim/cli/text/trace_text.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/json_number.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"

#include <algorithm>

#include <fmt/format.h>

// A trace comes from users and their tools, so its texts are not trusted: control characters, which could
// change the terminal, are replaced, and long descriptions are wrapped.

namespace dimsim::cli {

namespace {

using trace::DynamicsFigures;
using trace::ExitFigures;
using trace::FileFigures;
using trace::SplitFigures;
using trace::Spread;

constexpr std::size_t kTraceWidth = 100;
constexpr std::size_t kShortLabel = 13;  ///< columns for labels, two spaces included
constexpr std::size_t kLongLabel = 26;   ///< the most; longer labels have a line of their own
constexpr std::size_t kValueIndent = 2;
constexpr std::size_t kTraceGap = 2;
constexpr const char* kNoValue = "-";

/// The text with control characters, except line ends, replaced by blanks.
std::string without_control(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7F'; }, ' ');
  return text;
}

/// The label with the wrapped text beside it. A text of several lines keeps its line breaks and goes below
/// the label.
std::string labelled_value(const std::string& label, const std::string& value,
                           std::size_t column = kShortLabel) {
  const std::string text = without_control(value);
  if (text.find('\n') == std::string::npos) {
    return hanging(without_control(label), text, column, kTraceWidth);
  }
  std::string result = without_control(label) + "\n";
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += std::string(kValueIndent, ' ') + text.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string description_lines(const FileFigures& figures) {
  const trace::Description& description = figures.description;
  std::vector<std::pair<std::string, std::string>> lines = {{"task", description.task},
                                                            {"description", description.text},
                                                            {"model", description.model},
                                                            {"training", description.training}};
  // Importers and generators add notes of their own; they are shown like the known fields.
  lines.insert(lines.end(), description.notes.begin(), description.notes.end());
  std::erase_if(lines, [](const auto& line) { return line.second.empty(); });
  // The column fits the longest label, up to a limit: one very long note must not push all others to the
  // right.
  std::size_t column = kShortLabel;
  for (const auto& [label, value] : lines) {
    column = std::max(column, std::min(display_width(label) + kTraceGap, kLongLabel));
  }
  std::string text = figures.file.string() + "\n";
  // Before everything else, so that the figures below are not read as measurements.
  if (description.synthetic) {
    text += "SYNTHETIC: made by a generator, not measured on any model\n";
  }
  for (const auto& [label, value] : lines) {
    text += labelled_value(label, value, column);
  }
  return text;
}

// Lengths of texts are skewed, so the mean alone would mislead about sizes and times.
std::vector<std::string> spread_cells(const Spread& spread) {
  return {fmt::format("{:.1f}", spread.mean),
          fmt::format("{:.0f}/{:.0f}/{:.0f}", spread.p5, spread.p50, spread.p95)};
}

// Labels are optional in a trace; without them, policies that need complexity are refused.
std::string pools_text(const SplitFigures& split) {
  if (!split.complexity) {
    return kNoValue;
  }
  const auto share = [&split](std::size_t pool) {
    return in_percent(static_cast<double>(split.complexity->at(pool)) / static_cast<double>(split.samples));
  };
  return fmt::format("{}/{}/{}", share(0), share(1), share(2));
}

std::string splits_text(const std::vector<SplitFigures>& splits) {
  Grid grid = {{"", "", "", "", "majority", "tokens", "", "text, B", "", "easy/medium/hard"},
               {"split", "samples", "exits", "classes", "%", "mean", "p5/50/95", "mean", "p5/50/95", "%"}};
  for (const SplitFigures& split : splits) {
    std::vector<std::string> row = {split.name, thousands(split.samples),
                                    split.exits == 0 ? kNoValue : std::to_string(split.exits),
                                    std::to_string(split.classes), in_percent(split.majority)};
    for (const Spread& spread : {split.tokens, split.text_bytes}) {
      const std::vector<std::string> cells = spread_cells(spread);
      row.insert(row.end(), cells.begin(), cells.end());
    }
    row.push_back(pools_text(split));
    grid.push_back(std::move(row));
  }
  return grid_text(grid, kTraceGap);
}

// Confidence is shown separately for correct and wrong answers: an exit is useful to a threshold only if they
// differ.
std::string exits_text(const SplitFigures& split) {
  Grid grid = {{split.name, "accuracy", "confidence", "when right", "when wrong", "ECE", "agreement"},
               {"exit", "%", "%", "%", "%", "%", "%"}};
  // Exits are counted from 1, as layers are in scenarios.
  int number = 0;
  for (const ExitFigures& exit : split.by_exit) {
    grid.push_back({std::to_string(++number), in_percent(exit.accuracy), in_percent(exit.confidence),
                    in_percent(exit.confidence_when_right), in_percent(exit.confidence_when_wrong),
                    in_percent(exit.calibration_error), in_percent(exit.agreement_with_last)});
  }
  return grid_text(grid, kTraceGap);
}

// Accuracy per epoch shows whether training went on long enough for variability to mean anything.
std::string dynamics_text(const DynamicsFigures& dynamics) {
  Grid grid = {{trace::kTraining, "accuracy", "p(gold)"}, {"epochs", "%", "%"}};
  for (std::size_t epoch = 0; epoch < dynamics.accuracy.size(); ++epoch) {
    grid.push_back({std::to_string(epoch + 1), in_percent(dynamics.accuracy[epoch]),
                    in_percent(dynamics.gold_probability[epoch])});
  }
  return grid_text(grid, kTraceGap);
}

Json trace_object(const Spread& spread) {
  return {{"mean", spread.mean}, {"min", spread.minimum}, {"p5", spread.p5},
          {"p50", spread.p50},   {"p95", spread.p95},     {"max", spread.maximum}};
}

// Shares are from 0 to 1 here and in percent in the table. Keys that do not apply are null rather than
// absent, so that scripts need not test for them.
Json trace_object(const SplitFigures& split) {
  Json json = {{"split", split.name},
               {"samples", split.samples},
               {"exits", split.exits},
               {"classes", split.classes},
               {"embedding_size", split.embedding_size},
               {"majority", split.majority},
               {"tokens", trace_object(split.tokens)},
               {"text_bytes", trace_object(split.text_bytes)},
               {"complexity", nullptr},
               {"by_exit", Json::array()}};
  if (split.complexity) {
    json["complexity"] = {{"easy", split.complexity->at(0)},
                          {"medium", split.complexity->at(1)},
                          {"hard", split.complexity->at(2)}};
  }
  int exit_number = 0;
  for (const ExitFigures& exit : split.by_exit) {
    json["by_exit"].push_back({{"exit", ++exit_number},
                               {"accuracy", json_number(exit.accuracy)},
                               {"confidence", json_number(exit.confidence)},
                               {"confidence_when_right", json_number(exit.confidence_when_right)},
                               {"confidence_when_wrong", json_number(exit.confidence_when_wrong)},
                               {"calibration_error", json_number(exit.calibration_error)},
                               {"agreement_with_last", json_number(exit.agreement_with_last)}});
  }
  return json;
}

}  // namespace

std::string trace_text(const FileFigures& figures) {
  std::string text = description_lines(figures) + "\n" + splits_text(figures.splits);
  bool has_exits = false;
  for (const SplitFigures& split : figures.splits) {
    if (!split.by_exit.empty()) {
      text += "\n" + exits_text(split);
      has_exits = true;
    }
  }
  if (figures.dynamics) {
    text += "\n" + dynamics_text(*figures.dynamics);
  }
  text += "\n" +
          labelled_value("majority", "share of the most frequent class: the accuracy of a constant answer");
  if (figures.dynamics) {
    text += labelled_value("p(gold)", "mean probability of the right class");
  }
  if (has_exits) {
    text += labelled_value("confidence", "mean of the largest softmax probability") +
            labelled_value("ECE", "expected calibration error, 15 equal-width bins (Guo et al., ICML 2017)") +
            labelled_value("agreement", "share of the samples with the same answer as the last exit");
  }
  return text;
}

nlohmann::ordered_json trace_json(const FileFigures& figures) {
  const trace::Description& description = figures.description;
  Json json = {{"format", kTraceFormat},
               {"version", 1},
               {"file", figures.file.string()},
               {"task", description.task},
               {"model", description.model},
               {"description", description.text},
               {"training", description.training},
               {"synthetic", description.synthetic},
               {"notes", Json::object()},
               {"splits", Json::array()},
               {"dynamics", nullptr}};
  for (const auto& [name, value] : description.notes) {
    json["notes"][name] = value;
  }
  for (const SplitFigures& split : figures.splits) {
    json["splits"].push_back(trace_object(split));
  }
  if (figures.dynamics) {
    json["dynamics"] = {{"samples", figures.dynamics->samples},
                        {"classes", figures.dynamics->classes},
                        {"accuracy", figures.dynamics->accuracy},
                        {"gold_probability", figures.dynamics->gold_probability}};
  }
  return json;
}

}  // namespace dimsim::cli

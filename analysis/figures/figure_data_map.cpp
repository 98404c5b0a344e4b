#include "dimsim/analysis/figures/figure_data_map.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_data_map {
namespace {

using cartography::Coordinates;
using cartography::StoredMap;
using cartography::Thresholds;

constexpr const char* kName = "data-map";
constexpr double kHeight = 3.0 / 3.5;  ///< of the width

/// Up to this number of values of correctness, each has a mark of its own.
constexpr std::size_t kMostMarks = 8;

/// From never correct to always correct: rising in lightness, so that grey print keeps the order, and
/// distinguishable by colour-blind readers (viridis without its light end; Smith and van der Walt,
/// Matplotlib, 2015).
constexpr const char* kPalette =
    "set palette defined (0 '#440154', 1 '#414487', 2 '#2a788e', 3 '#22a884', 4 '#7ad151')\n";

/// Samples with the same mark.
struct Marks {
  std::string name;  ///< of the data block
  std::string title;
  std::string look;  ///< "pt 7 ps 0.2 lc 'red'"
  std::string rows;
  std::size_t samples = 0;  ///< including those that are not drawn
};

/// Indices of the samples that are drawn, evenly spaced: the file's order has no meaning, and a random choice
/// would need a seed.
std::vector<std::size_t> drawn_samples(std::size_t samples) {
  const std::size_t count = std::min(samples, kMostMapMarks);
  std::vector<std::size_t> chosen(count);
  for (std::size_t i = 0; i < count; ++i) {
    chosen[i] = i * samples / count;
  }
  return chosen;
}

/// Size of marks: small if there are many.
double size_of_marks(std::size_t samples) {
  constexpr std::size_t kMany = 3000;
  constexpr std::size_t kFew = 300;
  return samples > kMany ? 0.15 : samples > kFew ? 0.25 : 0.4;
}

std::string row_of(const Coordinates& map, std::size_t sample) {
  return fmt::format("{:.5g} {:.5g} {}\n", map.variability[sample], map.confidence[sample],
                     map.correctness[sample]);
}

/// Easy samples first, so that the rarer hard ones are drawn on top.
std::vector<Marks> marks_by_pool(const StoredMap& stored, double size) {
  struct Look {
    const char* colour;
    int mark;
    double size;  ///< relative to a filled circle
  };
  // Filled, open and crossed: distinguishable in grey too.
  constexpr std::array<Look, cartography::kPools> kLooks{
      {{"#56B4E9", 7, 1.0}, {kBlue, 8, 1.5}, {kVermilion, 2, 1.3}}};
  std::vector<Marks> marks;
  for (std::size_t pool = 0; pool < kLooks.size(); ++pool) {
    const std::string name(trace::to_string(static_cast<trace::Complexity>(pool)));
    marks.push_back({.name = name,
                     .title = "",
                     .look = fmt::format("pt {} ps {:.3g} lw 0.7 lc '{}'", kLooks.at(pool).mark,
                                         size * kLooks.at(pool).size, kLooks.at(pool).colour),
                     .rows = ""});
  }
  for (const trace::Complexity label : stored.labels) {
    ++marks[static_cast<std::size_t>(label)].samples;
  }
  for (Marks& each : marks) {
    each.title =
        fmt::format("{} {:.1f} %", each.name,
                    kPercent * static_cast<double>(each.samples) / static_cast<double>(stored.labels.size()));
  }
  for (const std::size_t sample : drawn_samples(stored.labels.size())) {
    marks[static_cast<std::size_t>(stored.labels[sample])].rows += row_of(stored.map, sample);
  }
  return marks;
}

/// Always correct samples first, so that the rarer others are drawn on top.
std::vector<Marks> marks_by_correctness(const StoredMap& stored, double size) {
  // Cross, plus, triangles, diamond, square, circles: from never correct to always correct.
  constexpr std::array<int, kMostMarks> kMarks{2, 1, 8, 10, 12, 4, 6, 7};
  std::map<int, Marks, std::greater<>> by_value;
  for (const int correct : stored.map.correctness) {
    ++by_value[correct].samples;
  }
  for (const std::size_t sample : drawn_samples(stored.map.correctness.size())) {
    by_value[stored.map.correctness[sample]].rows += row_of(stored.map, sample);
  }
  const int most = std::max(stored.epochs, by_value.begin()->first);
  const bool has_marks = most < static_cast<int>(kMostMarks);
  std::vector<Marks> marks;
  for (auto& [correct, each] : by_value) {
    const int mark = has_marks ? kMarks.at(kMarks.size() - 1 - static_cast<std::size_t>(most - correct)) : 6;
    each.name = fmt::format("correctness {}", correct);
    each.title = fmt::format("{}", correct);
    each.look =
        fmt::format("pt {} ps {:.3g} lw 0.7 lc palette cb {}", mark, size * (mark == 7 ? 1 : 1.4), correct);
    marks.push_back(std::move(each));
  }
  return marks;
}

/// The lines between the easy, medium and hard samples.
std::string data_of_cuts(const Thresholds& limits, double right) {
  const double easy = limits.easy_confidence;
  const double steady = std::min(limits.easy_variability, right);
  const double hard = limits.hard_confidence;
  // Confident samples above the limit of variability are not easy, so if the threshold of hard samples is
  // above that of easy ones, its line begins at the right edge of the easy pool.
  return fmt::format(
      "# cuts: variability, confidence\n0 {:.5g}\n{:.5g} {:.5g}\n{:.5g} 1.02\n\n{:.5g} {:.5g}\n{:.5g} "
      "{:.5g}\n\n\n",
      easy, steady, easy, steady, hard > easy ? steady : 0, hard, right, hard);
}

/// Row of the key. Its mark is larger than in the plot, where it may be too small to recognise.
std::string key_of(const Marks& marks) {
  std::string look = marks.look;
  const std::size_t size = look.find("ps ");
  look.replace(size, look.find(' ', size + 3) - size, "ps 0.6");
  return fmt::format("keyentry with points {} title '{}'", look, marks.title);
}

/// Whether marks show correctness rather than the pool.
bool is_by_correctness(const StoredMap& stored, const FigureOptions& options) {
  if (options.metric.empty() || options.metric == "correctness") {
    return stored.labels.empty() || !options.metric.empty();
  }
  if (options.metric != "complexity") {
    throw InputError(fmt::format("--metric {}: figure {} has marks by complexity or by correctness",
                                 quote(options.metric), kName),
                     suggestion(options.metric, {"complexity", "correctness"}));
  }
  if (stored.labels.empty()) {
    throw InputError("--metric complexity: the map has no pools", "make them with `dimsim cartography`");
  }
  return false;
}

/// The upper end of the scale of correctness: the number of epochs, or, where the map does not state it, the
/// largest value.
int most_correct(const StoredMap& stored) {
  return std::max(
      {1, stored.epochs, *std::max_element(stored.map.correctness.begin(), stored.map.correctness.end())});
}

std::string remarks_on(const StoredMap& stored, const Canvas& canvas) {
  const std::size_t samples = stored.map.confidence.size();
  return remarks_of({fmt::format("{} training sample{}{}", thousands(samples), samples == 1 ? "" : "s",
                                 stored.epochs > 0 ? fmt::format(", {} epochs", stored.epochs) : ""),
                     samples > kMostMapMarks ? thousands(kMostMapMarks) + " of them drawn" : ""},
                    canvas)
      .commands;
}

/// The colours of correctness, and what they mean: a title of the key, or a scale if there is no key.
std::string colours_of(int most, bool has_key) {
  return fmt::format("{}set cbrange [0:{}]\n{}", kPalette, most,
                     has_key ? "unset colorbox\nset key title 'epochs with the right answer:' left\n"
                             : "set cblabel 'epochs with the right answer' offset -0.5,0\n");
}

std::string data_of(const std::vector<Marks>& marks) {
  std::string data;
  for (const Marks& each : marks) {
    if (!each.rows.empty()) {
      data += fmt::format("# {}: variability, confidence, correctness\n{}\n\n", each.name, each.rows);
    }
  }
  return data;
}

/// The marks, then the key. Marks without rows are left out, since gnuplot refuses to draw nothing.
std::vector<std::string> plots_of(const std::vector<Marks>& marks, bool has_key, bool is_key_reversed) {
  std::vector<std::string> plots;
  for (const Marks& each : marks) {
    if (!each.rows.empty()) {
      plots.push_back(fmt::format("data index '{}:' using 1:2 with points {} notitle", each.name, each.look));
    }
  }
  for (std::size_t i = 0; has_key && i < marks.size(); ++i) {
    plots.push_back(key_of(is_key_reversed ? marks[marks.size() - 1 - i] : marks[i]));
  }
  return plots;
}

Drawing draw_map(const StoredMap& stored, const FigureOptions& options) {
  constexpr double kLeastWidth = 0.1;
  constexpr double kMargin = 1.04;
  const bool by_correctness = is_by_correctness(stored, options);
  const double size = size_of_marks(std::min(stored.map.confidence.size(), kMostMapMarks));
  const std::vector<Marks> marks =
      by_correctness ? marks_by_correctness(stored, size) : marks_by_pool(stored, size);
  const int most = most_correct(stored);
  const bool has_key = !by_correctness || most < static_cast<int>(kMostMarks);
  const double right = std::max(
      kLeastWidth, kMargin * *std::max_element(stored.map.variability.begin(), stored.map.variability.end()));
  const Canvas canvas = canvas_of(options, kHeight);
  std::string text = begin_of(canvas, options);
  text += fmt::format(
      "set bmargin 4.2\nset xlabel 'variability' offset 0,0.4\nset ylabel 'confidence' offset 1,0\n"
      "set xrange [0:{:.4g}]\nset yrange [0:1.02]\nset ytics 0,0.2,1\n"
      "set key tmargin left horizontal Left reverse samplen 0.5 width 1\n",
      right);
  text += remarks_on(stored, canvas) + (by_correctness ? colours_of(most, has_key) : "");
  std::string data = data_of(marks);
  // Marks by correctness begin with the largest; the key begins with the smallest.
  std::vector<std::string> plots = plots_of(marks, has_key, by_correctness);
  if (stored.limits) {
    data += data_of_cuts(*stored.limits, right);
    plots.emplace_back("data index 'cuts:' using 1:2 with lines lc 'black' dt 2 title 'cuts'");
  }
  text += options.style + fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
  return {.data = std::move(data), .commands = std::move(text)};
}

Drawing draw(const FigureInput& input, const FigureOptions& options) {
  if (input.files().size() > 1) {
    throw InputError(file_place(input.files().front()),
                     fmt::format("figure {} takes one file, but {} are named", kName, input.files().size()),
                     "name one");
  }
  return draw_map(cartography::read_stored_map(input.files().front()), options);
}

}  // namespace
}  // namespace figure_data_map

Drawing data_map_drawing(const cartography::StoredMap& stored, const FigureOptions& options) {
  return figure_data_map::draw_map(stored, options);
}

Figure data_map_figure() {
  return {
      .name = figure_data_map::kName,
      .thumbnail = "∴∷∵∷∴·",
      .summary = "the data map of training samples, confidence against variability, by pool or correctness",
      .needs = "one map: labels (.csv, .jsonl) or a trace that `dimsim cartography -o` wrote",
      .example = "dimsim cartography scenarios/traces/trec6.h5 -o map.csv",
      .draw = figure_data_map::draw,
      .options = {"metric"}};
}

}  // namespace dimsim::analysis

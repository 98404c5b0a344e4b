#include "cartography/data_map.hpp"

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/gnuplot.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

/// From wrong to right: ColorBrewer's oranges and blues, which colour-blind readers tell apart, around a
/// grey.
constexpr const char* kPalette =
    "set palette defined (0 '#7f2704', 1 '#d94801', 2 '#fd8d3c', 3 '#969696', 4 '#6baed6', 5 '#2171b5', 6 "
    "'#08306b')\n";

/// Up to so many correctness values are a row of the legend each, with a mark of their own.
constexpr int kMostMarks = 8;

std::string terminal(const std::string& format) {
  if (format == "png") {
    return "set terminal pngcairo size 1920,1200 font 'Sans,12' fontscale 2.2 linewidth 2.2\nset pointsize "
           "1.1\n";
  }
  if (format == "pdf") {
    return "set terminal pdfcairo size 16cm,10cm font 'Sans,9' linewidth 1.2\nset pointsize 0.32\n";
  }
  return "set terminal svg size 800,500 font 'Sans,12' linewidth 1.2 background 'white'\nset pointsize 0.5\n";
}

std::string with_thousands(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t end = digits.size(); end > 3; end -= 3) {
    digits.insert(end - 3, ",");
  }
  return digits;
}

/// The samples that are drawn.
std::vector<std::size_t> drawn(std::size_t samples) {
  const std::size_t count = std::min(samples, kMostPoints);
  std::vector<std::size_t> chosen(count);
  for (std::size_t i = 0; i < count; ++i) {
    chosen[i] = i * samples / count;
  }
  return chosen;
}

int largest_correctness(const Coordinates& map, int epochs) {
  const auto largest = std::max_element(map.correctness.begin(), map.correctness.end());
  return std::max(epochs, largest == map.correctness.end() ? 0 : *largest);
}

/// A block of data for each correctness, $c0, $c1, …: variability, confidence, correctness.
std::string data_blocks(const Coordinates& map, const std::vector<std::size_t>& chosen, int most) {
  std::vector<std::string> blocks(static_cast<std::size_t>(most) + 1);
  for (const std::size_t sample : chosen) {
    const int correct = map.correctness[sample];
    blocks[static_cast<std::size_t>(correct)] +=
        fmt::format("{:.5g} {:.5g} {}\n", map.variability[sample], map.confidence[sample], correct);
  }
  std::string text;
  for (std::size_t correct = 0; correct < blocks.size(); ++correct) {
    text += fmt::format("$c{} << EOD\n{}EOD\n", correct, blocks[correct]);
  }
  return text;
}

/// Points of each correctness, the rare wrong ones last and so on top.
std::string point_plots(const std::string& data, int most) {
  constexpr std::array kMarks{2, 1, 8, 10, 12, 4, 6, 7};  // cross, plus, triangles, diamond, square, circles
  const bool has_marks = most < kMostMarks;
  std::vector<std::string> plots;
  for (int correct = most; correct >= 0; --correct) {
    if (data.find(fmt::format("$c{} << EOD\nEOD\n", correct)) != std::string::npos) {
      continue;
    }
    const std::size_t mark = kMarks.size() - 1 - static_cast<std::size_t>(most - correct);
    plots.push_back(has_marks ? fmt::format("$c{} using 1:2:3 with points pt {} lc palette notitle, keyentry "
                                            "with points pt {} lc palette cb {} title '{} of {}'",
                                            correct, kMarks.at(mark), kMarks.at(mark), correct, correct, most)
                              : fmt::format("$c{} using 1:2:3 with points pt 6 lc palette notitle", correct));
  }
  std::string text;
  for (const std::string& plot : plots) {
    text += plot + ", \\\n  ";
  }
  return text;
}

std::string subtitle(std::size_t samples, std::size_t points, int epochs) {
  const auto ending = [](auto count) { return count == 1 ? "" : "s"; };
  std::string text = fmt::format("{} sample{}", with_thousands(samples), ending(samples));
  text += epochs > 0 ? fmt::format(", {} epoch{}", epochs, ending(epochs)) : "";
  return points < samples ? text + fmt::format("; {} of them drawn", with_thousands(points)) : text;
}

constexpr double kTop = 1.15;  ///< of the picture; above 1 is room for names

/// Names where their regions are and points cannot be: above the sure and steady, above the right, and at the
/// right below the line of the hard, since variability is at most sqrt(confidence (1 - confidence)).
std::string region_labels(const Thresholds& limits) {
  constexpr double kLow = 0.05;
  const double strip = (1 + kTop) / 2;
  const auto label = [](const char* name, double x, double y, const char* side) {
    return fmt::format("set label '{}' at graph {}, first {:.4g} {} front boxed\n", name, x, y, side);
  };
  return label("easy-to-learn", 0.02, strip, "left") + label("ambiguous", 0.98, strip, "right") +
         label("hard-to-learn", 0.98, std::min(kLow, limits.hard_confidence / 2), "right");
}

/// The lines between easy, medium and hard.
std::string cut_lines(const Thresholds& limits, double right) {
  const double easy = limits.easy_confidence;
  const double steady = std::min(limits.easy_variability, right);
  const double hard = limits.hard_confidence;
  std::string text =
      fmt::format("$cuts << EOD\n0 {:.5g}\n{:.5g} {:.5g}\n{:.5g} {}\n\n", easy, steady, easy, steady, kTop);
  // Where even sure samples are not easy for their variability, the line of the hard ones lies behind the
  // corner.
  text += fmt::format("{:.5g} {:.5g}\n{:.5g} {:.5g}\nEOD\n", hard > easy ? steady : 0, hard, right, hard);
  return text;
}

}  // namespace

std::string data_map_script(const Coordinates& map, const Thresholds& limits, const DataMapText& text,
                            const std::string& format) {
  const std::vector<std::size_t> chosen = drawn(map.confidence.size());
  const int most = largest_correctness(map, text.epochs);
  const auto widest = std::max_element(map.variability.begin(), map.variability.end());
  const double right = std::max(0.1, widest == map.variability.end() ? 0 : 1.04 * *widest);
  const std::string data = data_blocks(map, chosen, most);
  std::string script = terminal(format) + kPalette + data + cut_lines(limits, right);
  script += fmt::format("set title {}.\"\\n\".{} noenhanced\n", gnuplot_text(text.title),
                        gnuplot_text(subtitle(map.confidence.size(), chosen.size(), text.epochs)));
  script += fmt::format(
      "set xlabel 'variability'\nset ylabel 'confidence'\n"
      "set xrange [0:{:.4g}]\nset yrange [0:{}]\nset cbrange [0:{}]\n",
      right, kTop, std::max(most, 1));
  script +=
      "set tics nomirror out\nset border 3\nset ytics 0,0.2,1\n"
      "set style textbox opaque fillcolor 'white' border linecolor '#404040' margins 1.2,0.8\n";
  script += region_labels(limits);
  script += most < kMostMarks ? "unset colorbox\nset key outside right top Left reverse samplen 1.5 spacing "
                                "1.1 title 'correctness' left\n"
                              : "set cblabel 'correctness (epochs)'\nset key outside below\n";
  return script + "plot " + point_plots(data, most) +
         "$cuts using 1:2 with lines lc '#404040' dt 2 lw 1.5 title 'pool cuts'\n";
}

void draw_data_map(const Coordinates& map, const Thresholds& limits, const DataMapText& text,
                   const std::filesystem::path& file) {
  const std::string script = data_map_script(map, limits, text, figure_format(file, "--plot"));
  AtomicFile whole(file);
  run_gnuplot(script, whole.temporary());
  whole.commit();
}

}  // namespace dimsim::cartography

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Size and format of a figure: by default one column of a two-column paper, with text of 8 points.
struct Canvas {
  std::string format = "pdf";  ///< "png" (400 dots per inch), "pdf", "svg" or "tex"
  double width_in = 3.5;
  double height_in = 2.6;
  std::string font = "Sans";
};

/// A width that a publisher requires.
struct WidthPreset {
  std::string name;
  double width_in;
  std::string font;  ///< of the paper's text
  std::string meaning;
};
[[nodiscard]] const std::vector<WidthPreset>& width_presets();

/// gnuplot's commands that set up a canvas.
[[nodiscard]] std::string canvas_script(const Canvas& canvas);

/// Colours of Okabe and Ito (Color Universal Design, 2008), which colour-blind readers can distinguish.
inline constexpr const char* kBlue = "#0072B2";
inline constexpr const char* kVermilion = "#D55E00";
inline constexpr const char* kGrey = "#606060";

/// A colour that is visible on white, with a mark, a dash and a hatch of its own for grey print.
struct Style {
  const char* colour;
  int mark;
  int dash;
  int hatch;  ///< gnuplot's fill pattern
};
inline constexpr std::size_t kMostStyles = 8;
inline constexpr std::array<Style, kMostStyles> kStyles{{{kBlue, 7, 1, 3},
                                                         {kVermilion, 5, 2, 1},
                                                         {"#009E73", 9, 3, 2},
                                                         {"#CC79A7", 11, 4, 4},
                                                         {"#E69F00", 13, 5, 5},
                                                         {"#56B4E9", 6, 1, 6},
                                                         {kGrey, 4, 2, 7},
                                                         {"#000000", 8, 3, 0}}};

}  // namespace dimsim::analysis

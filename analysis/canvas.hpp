#pragma once

#include <string>

namespace dimsim::analysis {

/// A figure of one column of a two-column paper (3.5 inches, as IEEE's and ACM's), with text of 8 points.
struct Canvas {
  double width_in = 3.5;
  double height_in = 2.7;
};

/// gnuplot's commands that set up the canvas in a format: png (400 dots per inch), pdf or svg.
[[nodiscard]] std::string canvas_script(const Canvas& canvas, const std::string& format);

/// Colours of Okabe and Ito (Color Universal Design, 2008), which colour-blind readers tell apart.
inline constexpr const char* kBlue = "#0072B2";
inline constexpr const char* kVermilion = "#D55E00";
inline constexpr const char* kGrey = "#606060";

}  // namespace dimsim::analysis

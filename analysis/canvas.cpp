#include "analysis/canvas.hpp"

#include <fmt/format.h>

namespace dimsim::analysis {

std::string canvas_script(const Canvas& canvas, const std::string& format) {
  constexpr double kDots = 400;   // per inch, in PNG
  constexpr double kPoints = 72;  // per inch, the unit of fonts and lines
  constexpr double kPixels = 96;  // per inch, the unit of SVG and of the PNG terminal's fonts
  constexpr double kFont = 8;     // points
  constexpr double kLine = 0.7;   // points
  if (format == "png") {
    return fmt::format(
        "set terminal pngcairo size {:.0f},{:.0f} font 'Sans,{}' fontscale {:.4g} linewidth {:.4g} "
        "pointscale {:.4g}\n",
        canvas.width_in * kDots, canvas.height_in * kDots, kFont, kDots / kPixels, kLine * kDots / kPoints,
        kDots / kPoints);
  }
  if (format == "pdf") {
    return fmt::format("set terminal pdfcairo size {}in,{}in font 'Sans,{}' linewidth {}\n", canvas.width_in,
                       canvas.height_in, kFont, kLine);
  }
  return fmt::format(
      "set terminal svg size {:.0f},{:.0f} font 'Sans,{:.4g}' linewidth {:.4g} background 'white'\n",
      canvas.width_in * kPixels, canvas.height_in * kPixels, kFont * kPixels / kPoints,
      kLine * kPixels / kPoints);
}

}  // namespace dimsim::analysis

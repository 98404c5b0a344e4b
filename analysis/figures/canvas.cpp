#include "dimsim/analysis/figures/canvas.hpp"

#include <fmt/format.h>

namespace dimsim::analysis {

const std::vector<WidthPreset>& width_presets() {
  static const std::vector<WidthPreset> presets = {
      {"ieee", 3.5, "Times", "a column of IEEE's conferences and transactions"},
      {"ieee-text", 7.16, "Times", "both columns of them"},
      {"acm", 3.33, "Linux Libertine", "a column of acmart's sigconf"},
      {"acm-text", 7.0, "Linux Libertine", "both columns of it"},
      {"neurips", 5.5, "Times", "the text of NeurIPS"},
  };
  return presets;
}

std::string canvas_script(const Canvas& canvas) {
  constexpr double kDots = 400;       // per inch, in PNG
  constexpr double kPoints = 72;      // per inch, the unit of fonts and lines
  constexpr double kPixels = 96;      // per inch, the unit of SVG and of the PNG terminal's fonts
  constexpr double kFont = 8;         // points
  constexpr double kLine = 0.7;       // points
  constexpr double kPdfScale = 0.75;  // otherwise the PDF terminal draws letters 4/3 of their size
  if (canvas.format == "png") {
    return fmt::format(
        "set terminal pngcairo size {:.0f},{:.0f} font '{},{}' fontscale {:.4g} linewidth {:.4g} "
        "pointscale {:.4g}\n",
        canvas.width_in * kDots, canvas.height_in * kDots, canvas.font, kFont, kDots / kPixels,
        kLine * kDots / kPoints, kDots / kPoints);
  }
  if (canvas.format == "pdf") {
    return fmt::format(
        "set terminal pdfcairo size {:.4g}in,{:.4g}in font '{},{}' fontscale {} linewidth {}\n",
        canvas.width_in, canvas.height_in, canvas.font, kFont, kPdfScale, kLine);
  }
  if (canvas.format == "tex") {  // in the document's font, of 8 points where its text has 10
    return fmt::format(
        "set terminal cairolatex pdf size {:.4g}in,{:.4g}in font ',{}' linewidth {} header "
        "'\\footnotesize'\n",
        canvas.width_in, canvas.height_in, kFont, kLine);
  }
  return fmt::format(
      "set terminal svg size {:.0f},{:.0f} font '{},{:.4g}' linewidth {:.4g} background 'white'\n",
      canvas.width_in * kPixels, canvas.height_in * kPixels, canvas.font, kFont * kPixels / kPoints,
      kLine * kPixels / kPoints);
}

}  // namespace dimsim::analysis

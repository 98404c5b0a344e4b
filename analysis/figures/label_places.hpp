#pragma once

#include <span>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A rectangle [in], from the lower left corner of a figure.
struct Box {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;
};

/// A point with a label; `occupied` are the areas of its mark and interval, which labels should not cover.
struct Labelled {
  double x = 0;  ///< [in]
  double y = 0;  ///< [in]
  std::string text;
  std::vector<Box> occupied;
};

/// Place of a label, and whether it is so far from its point that a line should connect them.
struct LabelPlace {
  Box box;
  bool is_far = false;
};

/// Assumed size of the letters of a label [in]: the font's metrics are not known before it is drawn.
struct LabelSize {
  double per_character = 0;
  double height = 0;
};

/// Places each label beside its point and inside `area`, where it overlaps least with other labels and with
/// occupied areas: first one after the other, then in further rounds until no label moves. The same input
/// gives the same places.
[[nodiscard]] std::vector<LabelPlace> label_places(std::span<const Labelled> points, const LabelSize& size,
                                                   const Box& area);

}  // namespace dimsim::analysis

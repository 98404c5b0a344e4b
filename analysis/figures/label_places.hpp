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

/// A point that a label names; `occupied` is what is drawn there: its mark, and its interval.
struct Labelled {
  double x = 0;  ///< [in]
  double y = 0;  ///< [in]
  std::string text;
  std::vector<Box> occupied;
};

/// Where a label stands: its box, and whether it is so far from its point that a line should join them.
struct LabelPlace {
  Box box;
  bool is_far = false;
};

/// Size that is reckoned with for a label of one line: nobody measures the font before it is drawn [in].
struct LabelSize {
  double per_character = 0;
  double height = 0;
};

/// Places each label beside its point, inside of `area`, where it covers least of the other labels and of
/// what is occupied: one after the other, then again until none would move. The same input gives the same
/// places.
[[nodiscard]] std::vector<LabelPlace> label_places(std::span<const Labelled> points, const LabelSize& size,
                                                   const Box& area);

}  // namespace dimsim::analysis

#include "dimsim/engine/answers.hpp"

namespace dimsim::engine {

const Answers::Answer& Answers::at(std::uint32_t sample, int layer) {
  Answer& answer =
      answers_[sample * static_cast<std::size_t>(samples_.exits) + static_cast<std::size_t>(layer - 1)];
  // Lazily: a softmax over all classes for each (sample, exit) would take longer than a short run.
  if (answer.prediction < 0) {
    answer = {samples_.prediction(sample, layer), static_cast<float>(samples_.entropy(sample, layer)),
              samples_.confidence(sample, layer)};
  }
  return answer;
}

}  // namespace dimsim::engine

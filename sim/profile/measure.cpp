// Medians, since disturbances by other programs only lengthen times. A point is repeated until the 95 %
// interval of its median is narrow enough or its time is up. Looking at the interval after each pass would
// favour stopping at a moment when it is narrow by chance, and sorting all times after each pass is
// quadratic; so the looks become rarer in proportion to the passes.
#include "dimsim/profile/measure.hpp"

#include "dimsim/base/random.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>

namespace dimsim::profile {
namespace {

constexpr double kWarmUpSeconds = 0.05;     ///< of passes, at least one, for the processor to raise its clock
constexpr std::size_t kPassesPerCheck = 8;  ///< the interval is checked after 1/8 more passes each time

/// For each layer the first one that does the same work.
std::vector<std::size_t> kinds_of(const model::Variant& variant, const Shape& shape) {
  // Layers with equal work share their times, which narrows the interval: 12 equal layers give 12 times in
  // each pass. Local layers do less work than global ones and so are a kind of their own.
  std::vector<double> flops;
  for (int layer = 1; layer <= variant.layers; ++layer) {
    flops.push_back(model::layer_work(variant, layer, shape.tokens, shape.batch, 1).flops);
  }
  std::vector<std::size_t> kinds;
  for (const double work : flops) {
    kinds.push_back(static_cast<std::size_t>(std::find(flops.begin(), flops.end(), work) - flops.begin()));
  }
  return kinds;
}

std::vector<float> random_embeddings(int width, const Shape& shape) {
  // Of the magnitude of real embeddings; denormal numbers would be slow.
  const RandomStream random(0, 0, Purpose::Weights, 0);
  std::vector<float> values(static_cast<std::size_t>(shape.rows()) * static_cast<std::size_t>(width));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(random.normal(i));
  }
  return values;
}

class PointMeasurement {
 public:
  PointMeasurement(const model::Variant& variant, Encoder& encoder, const Shape& shape, const Clock& now)
      : encoder_(encoder),
        now_(now),
        shape_(shape),
        kinds_(kinds_of(variant, shape)),
        embedded_(random_embeddings(encoder.embedded_width(), shape)),
        layers_(kinds_.size()) {}

  [[nodiscard]] double seconds_of(const std::function<void()>& work) const {
    const double begin_s = now_();
    work();
    return now_() - begin_s;
  }

  void warm_up() {
    double spent = 0;
    while (spent < kWarmUpSeconds) {
      spent += seconds_of([this] { run(); });
    }
  }

  /// A pass part by part and a pass in one go.
  void repeat() {
    embedding_.push_back(seconds_of([this] { encoder_.embed(embedded_, shape_, hidden_); }));
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      layers_[kinds_[i]].push_back(
          seconds_of([this, i] { encoder_.layer(static_cast<int>(i) + 1, shape_, hidden_); }));
    }
    head_.push_back(seconds_of([this] { encoder_.head(hidden_, shape_, logits_); }));
    whole_.push_back(seconds_of([this] { run(); }));
  }

  [[nodiscard]] PointTimes times(double wanted_half_width) const {
    PointTimes result{.shape = shape_,
                      .embedding = timing_of(embedding_),
                      .layers = std::vector<Timing>(kinds_.size()),
                      .head = timing_of(head_),
                      .whole = timing_of(whole_)};
    result.is_settled = result.whole.half_width <= wanted_half_width;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      result.layers[i] = kinds_[i] == i ? timing_of(layers_[i]) : result.layers[kinds_[i]];
      result.is_settled = result.is_settled && result.layers[i].half_width <= wanted_half_width;
    }
    return result;
  }

 private:
  void run() {
    encoder_.embed(embedded_, shape_, hidden_);
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      encoder_.layer(static_cast<int>(i) + 1, shape_, hidden_);
    }
    encoder_.head(hidden_, shape_, logits_);
  }

  Encoder& encoder_;
  const Clock& now_;
  Shape shape_;
  std::vector<std::size_t> kinds_;
  std::vector<float> embedded_;
  std::vector<float> hidden_;
  std::vector<float> logits_;
  std::vector<double> embedding_;            ///< [s]
  std::vector<std::vector<double>> layers_;  ///< [kind] [s]
  std::vector<double> head_;                 ///< [s]
  std::vector<double> whole_;                ///< [s]
};

}  // namespace

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Timing timing_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  Timing timing{.median_s = statistics::quantile(seconds, 0.5), .repetitions = seconds.size()};
  if (const auto interval = statistics::median_interval(seconds)) {
    timing.half_width = (interval->high - interval->low) / 2 / timing.median_s;
  }
  return timing;
}

double PointTimes::sum_s(int layers_run) const {
  double sum = embedding.median_s + head.median_s;
  for (int layer = 0; layer < layers_run; ++layer) {
    sum += layers[static_cast<std::size_t>(layer)].median_s;
  }
  return sum;
}

double PointTimes::whole_deviation() const {
  return whole.median_s / sum_s(static_cast<int>(layers.size())) - 1;
}

PointTimes measure(const model::Variant& variant, Encoder& encoder, const Shape& shape,
                   const StoppingRule& rule, const Clock& now) {
  PointMeasurement point(variant, encoder, shape, now);
  point.warm_up();
  double spent = 0;
  std::size_t next_check = std::max<std::size_t>(6, rule.min_repetitions);  // fewer than six have no interval
  for (std::size_t passes = 1;; ++passes) {
    spent += point.seconds_of([&point] { point.repeat(); });
    const bool is_late = passes >= rule.min_repetitions && spent >= rule.max_seconds;
    if (!is_late && passes < next_check) {
      continue;
    }
    PointTimes times = point.times(rule.half_width);
    if (is_late || times.is_settled) {
      return times;
    }
    next_check = passes + 1 + passes / kPassesPerCheck;
  }
}

}  // namespace dimsim::profile

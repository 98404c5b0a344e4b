#include "dimsim/trace/describe.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dimsim::trace {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Running mean; NaN if nothing was added. An exit that is always right has no mean confidence of wrong
/// answers, and 0 would look like a measured one.
struct Mean {
  double sum = 0;
  std::size_t count = 0;

  void add(double value) {
    sum += value;
    ++count;
  }
  [[nodiscard]] double value() const { return count == 0 ? kUndefined : sum / static_cast<double>(count); }
};

Spread spread(const std::vector<std::int32_t>& counts) {
  std::vector<double> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end());
  return {.mean = statistics::mean(sorted),
          .minimum = statistics::quantile(sorted, 0),
          .p5 = statistics::quantile(sorted, 0.05),
          .p50 = statistics::quantile(sorted, 0.5),
          .p95 = statistics::quantile(sorted, 0.95),
          .maximum = statistics::quantile(sorted, 1)};
}

ExitFigures exit_figures(const Split& split, int exit) {
  std::vector<double> confidence(split.samples);
  std::vector<bool> right(split.samples);
  Mean accuracy;
  Mean all;
  Mean when_right;
  Mean when_wrong;
  Mean agreement;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const int answer = split.prediction(sample, exit);
    confidence[sample] = split.confidence(sample, exit);
    right[sample] = answer == split.gold[sample];
    accuracy.add(right[sample] ? 1 : 0);
    all.add(confidence[sample]);
    (right[sample] ? when_right : when_wrong).add(confidence[sample]);
    agreement.add(answer == split.prediction(sample, split.exits) ? 1 : 0);
  }
  return {.accuracy = accuracy.value(),
          .confidence = all.value(),
          .confidence_when_right = when_right.value(),
          .confidence_when_wrong = when_wrong.value(),
          .calibration_error = calibration_error(confidence, right),
          .agreement_with_last = agreement.value()};
}

/// The accuracy of a classifier that ignores the text, below which an exit has learnt nothing.
double majority_share(const Split& split) {
  std::vector<std::size_t> samples(static_cast<std::size_t>(split.classes), 0);
  for (const std::int32_t gold : split.gold) {
    ++samples[static_cast<std::size_t>(gold)];
  }
  return static_cast<double>(*std::max_element(samples.begin(), samples.end())) /
         static_cast<double>(split.samples);
}

std::optional<std::array<std::size_t, 3>> pools(const Split& split) {
  if (split.complexity.empty()) {
    return std::nullopt;
  }
  std::array<std::size_t, 3> samples{};
  for (const Complexity label : split.complexity) {
    ++samples.at(static_cast<std::size_t>(label));
  }
  return samples;
}

}  // namespace

double calibration_error(const std::vector<double>& confidence, const std::vector<bool>& right,
                         std::size_t bins) {
  // Guo et al., equation 3, weighs the gap |acc(B) − conf(B)| of a bin B by its share |B|/n of the samples.
  // The size |B| cancels against the divisors of the two means, so that one signed sum per bin is enough.
  std::vector<double> gaps(bins, 0);  // sum over samples of (1 if right, else 0) − confidence
  for (std::size_t sample = 0; sample < confidence.size(); ++sample) {
    // Bins are closed above; a confidence of 0 would fall below the first one.
    const double position = std::ceil(confidence[sample] * static_cast<double>(bins));
    const auto bin = static_cast<std::size_t>(std::clamp(position, 1.0, static_cast<double>(bins))) - 1;
    gaps[bin] += (right[sample] ? 1 : 0) - confidence[sample];
  }
  double sum = 0;
  for (const double gap : gaps) {
    sum += std::abs(gap);
  }
  return confidence.empty() ? kUndefined : sum / static_cast<double>(confidence.size());
}

SplitFigures describe(const std::string& name, const Split& split) {
  SplitFigures figures{.name = name,
                       .samples = split.samples,
                       .exits = split.exits,
                       .classes = split.classes,
                       .embedding_size = split.embedding_size,
                       .majority = majority_share(split),
                       .tokens = spread(split.tokens),
                       .text_bytes = spread(split.text_bytes),
                       .complexity = pools(split),
                       .by_exit = {}};
  for (int exit = 1; exit <= split.exits; ++exit) {
    figures.by_exit.push_back(exit_figures(split, exit));
  }
  return figures;
}

DynamicsFigures describe(const Dynamics& dynamics) {
  Split epochs;  // dynamics have the layout of a split's logits, with epochs in place of exits
  epochs.samples = dynamics.samples;
  epochs.exits = dynamics.epochs;
  epochs.classes = dynamics.classes;
  epochs.logits = dynamics.logits;
  DynamicsFigures figures{
      .samples = dynamics.samples, .classes = dynamics.classes, .accuracy = {}, .gold_probability = {}};
  for (int epoch = 1; epoch <= dynamics.epochs; ++epoch) {
    Mean accuracy;
    Mean gold_probability;
    for (std::size_t sample = 0; sample < dynamics.samples; ++sample) {
      const std::int32_t gold = dynamics.gold[sample];
      accuracy.add(epochs.prediction(sample, epoch) == gold ? 1 : 0);
      gold_probability.add(probability(epochs.exit_logits(sample, epoch), gold));
    }
    figures.accuracy.push_back(accuracy.value());
    figures.gold_probability.push_back(gold_probability.value());
  }
  return figures;
}

FileFigures describe(const std::filesystem::path& file, const std::optional<std::string>& split) {
  FileFigures figures{.file = file, .description = {}, .splits = {}, .dynamics = {}};
  Diagnostics faults;
  for (const std::string& name : split ? std::vector{*split} : split_names(file)) {
    try {
      const Trace trace = read(file, name);  // one split at a time: the logits may take gigabytes
      figures.description = trace.description;
      figures.splits.push_back(describe(name, trace.split));
      if (name == kTraining && has_dynamics(file)) {
        figures.dynamics = describe(read_dynamics(file));
      }
    } catch (const InputError& error) {
      faults.add(error);  // go on, so that the errors of all splits are reported together
    }
  }
  faults.throw_if_any();
  return figures;
}

}  // namespace dimsim::trace

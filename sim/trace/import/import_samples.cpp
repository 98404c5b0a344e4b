#include "dimsim/trace/import/import_samples.hpp"

#include "dimsim/base/number.hpp"
#include "dimsim/trace/import/import_scores.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::trace {
namespace {

/// Appends the logits of a sample's answers to `logits`.
void append_answers(const Sample& sample, int classes, ImportState& state, std::vector<float>& logits) {
  for (const Answer& answer : sample.answers) {
    if (answer.confidence < least_confidence(classes)) {
      ++state.clipped;
      // A low confidence most often means that a class is missing among those seen, so that it is not raised
      // unless the user says so.
      if (!state.options.clip_confidence) {
        state.faults.add(
            answer.place,
            fmt::format("confidence: {}; the most probable of {} classes has at least {:.4g}",
                        answer.confidence, classes, 1.0 / classes),
            state.once("--classes N for a model with more classes; --clip-confidence raises it to that"));
      }
    }
    const std::size_t begin = logits.size();
    logits.resize(begin + static_cast<std::size_t>(classes));
    confidence_to_logits(answer.confidence, answer.prediction, std::span(logits).subspan(begin));
  }
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
  constexpr double kExact = 9007199254740992;  // 2^53: above it not every integer is a double
  // As an integer first: guids are often hashes above 2^53, which a double would round.
  if (const auto whole = parse_number<std::int64_t>(text)) {
    return whole;
  }
  const auto number = parse_number<double>(text);
  if (!number || !(std::abs(*number) < kExact) || *number != std::floor(*number)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

std::optional<Complexity> complexity_named(std::string_view text) {
  for (const Complexity complexity : {Complexity::Easy, Complexity::Medium, Complexity::Hard}) {
    if (text == to_string(complexity) || whole_number(text) == static_cast<std::int64_t>(complexity)) {
      return complexity;
    }
  }
  return std::nullopt;
}

bool is_split_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
}

Split to_split(const SampleSplit& samples, int classes, ImportState& state) {
  Split split;
  split.samples = samples.samples.size();
  split.exits = samples.exits;
  split.classes = classes;
  split.logits.reserve(split.samples * static_cast<std::size_t>(split.exits * classes));  // may be a gigabyte
  for (const Sample& sample : samples.samples) {
    split.guid.push_back(sample.guid);
    split.gold.push_back(sample.gold);
    split.tokens.push_back(sample.tokens);
    split.text_bytes.push_back(sample.text_bytes);
    if (sample.complexity) {
      split.complexity.push_back(*sample.complexity);
    }
    split.embedding_size = static_cast<int>(sample.embedding.size());
    split.embedding.insert(split.embedding.end(), sample.embedding.begin(), sample.embedding.end());
    split.logits.insert(split.logits.end(), sample.logits.begin(), sample.logits.end());
    append_answers(sample, classes, state, split.logits);
  }
  return split;
}

}  // namespace dimsim::trace

#pragma once

#include "dimsim/cartography/sample_map.hpp"

#include <filesystem>
#include <span>

namespace dimsim::cartography {

/// Whether write_labels() supports the extension of a file name: .csv or .jsonl.
[[nodiscard]] bool is_label_file(const std::filesystem::path& file);

/// Writes one row per sample: guid, index, confidence, variability, correctness, forgetfulness (if known),
/// threshold_closeness, complexity (easy, medium, hard); as CSV (RFC 4180) with a header, or as JSON Lines
/// with the keys of the reference implementation. Numbers are written in full precision. The file is written
/// atomically; throws RunError.
void write_labels(const SampleMap& samples, std::span<const trace::Complexity> labels,
                  const std::filesystem::path& file);

}  // namespace dimsim::cartography

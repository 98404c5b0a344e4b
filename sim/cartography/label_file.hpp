#pragma once

#include "dimsim/cartography/sample_map.hpp"

#include <filesystem>
#include <span>

namespace dimsim::cartography {

/// Whether write_labels knows the format that a file's name asks for: .csv or .jsonl.
[[nodiscard]] bool is_label_file(const std::filesystem::path& file);

/// Writes a row a sample: guid, index, confidence, variability, correctness, forgetfulness (where known),
/// threshold_closeness, complexity (easy, medium, hard); as CSV (RFC 4180) with a header, or as JSON Lines in
/// the names of the original. Numbers are written with all their digits. Whole or not at all; throws
/// RunError.
void write_labels(const SampleMap& samples, std::span<const trace::Complexity> labels,
                  const std::filesystem::path& file);

}  // namespace dimsim::cartography

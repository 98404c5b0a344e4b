#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/cartography/guids.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace dimsim::cartography {

/// Named samples with their map coordinates but without a trace, from JSON Lines files in the layout of
/// allenai/cartography.
struct SampleMap {
  Guids guids;
  std::vector<std::int64_t> index;  ///< numbers stated in the file; empty if samples are numbered in order
  Coordinates map;                  ///< forgetfulness may be empty
  int epochs = 0;                   ///< number of epochs used; 0 if a map does not state it
  int epochs_found = 0;             ///< number of epoch files
  std::vector<trace::Complexity> labels;  ///< pools stated by a map file; empty if it states none
  std::size_t incomplete = 0;             ///< number of samples that are not in every epoch
};

/// Kind of an input file or folder.
enum class InputKind { Trace, Dynamics, Map };

/// The common kind of all inputs, by their content. An unreadable file counts as a trace, whose reader
/// reports the reason. Throws InputError for other kinds of files, mixed kinds, and several traces or maps.
[[nodiscard]] InputKind kind_of(std::span<const std::filesystem::path> inputs);

/// Reads training dynamics: files dynamics_epoch_K.jsonl or .jsonl.gz, or folders with such files (directly
/// or in `training_dynamics`), one object per line with `guid`, `logits_epoch_K` and `gold`. Epochs are read
/// in the order of K, one line at a time; only running statistics of each sample are kept. With
/// `allow_incomplete`, samples may be missing in some epochs and use those that have them. Throws InputError
/// with all errors of the first faulty file.
[[nodiscard]] SampleMap read_dynamics(std::span<const std::filesystem::path> inputs,
                                      const MapOptions& options, bool allow_incomplete);

/// Reads map coordinates: one object per line with `guid`, `confidence`, `variability`, `correctness` and
/// optionally `index`, `forgetfulness` and `complexity`. Throws InputError with all errors.
[[nodiscard]] SampleMap read_map(const std::filesystem::path& file);

}  // namespace dimsim::cartography

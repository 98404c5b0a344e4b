#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/cartography/guids.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace dimsim::cartography {

/// The map of samples that have names and nothing else, from files of JSON lines in the layout of
/// allenai/cartography.
struct SampleMap {
  Guids guids;
  std::vector<std::int64_t> index;  ///< the file's own numbers; empty: samples are numbered in their order
  Coordinates map;                  ///< forgetfulness may be missing
  int epochs = 0;                   ///< that count; 0 where a map does not say
  int epochs_found = 0;             ///< files
  std::vector<trace::Complexity> labels;  ///< pools that a map says; empty where it says none
  std::size_t incomplete = 0;             ///< samples that are not in every epoch
};

/// What a file or folder holds.
enum class InputKind { Trace, Dynamics, Map };

/// What all of the inputs hold, by their content. A file that cannot be read counts as a trace, whose reader
/// says why. Throws InputError: neither HDF5 nor JSON lines of one of the two kinds, different kinds, several
/// traces or maps.
[[nodiscard]] InputKind kind_of(std::span<const std::filesystem::path> inputs);

/// Reads training dynamics: files dynamics_epoch_K.jsonl or .jsonl.gz, or folders that hold them (directly or
/// in `training_dynamics`), one object a line with `guid`, `logits_epoch_K` and `gold`. Epochs are read in
/// the order of K, a line at a time; only sums are kept of a sample. `allow_incomplete`: samples need not be
/// in every epoch, and count by those that have them. Throws InputError with all faults of the first file
/// that has any.
[[nodiscard]] SampleMap read_dynamics(std::span<const std::filesystem::path> inputs,
                                      const MapOptions& options, bool allow_incomplete);

/// Reads map coordinates: one object a line with `guid`, `confidence`, `variability`, `correctness` and,
/// where given, `index`, `forgetfulness` and `complexity`. Throws InputError with all faults.
[[nodiscard]] SampleMap read_map(const std::filesystem::path& file);

}  // namespace dimsim::cartography

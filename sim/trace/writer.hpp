#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::hdf5 {
class File;
}

namespace dimsim::trace {

/// Place of each training sample on the data map, over the epochs of its dynamics.
struct DataMap {
  std::vector<float> confidence;          ///< [N] mean probability of the gold class
  std::vector<float> variability;         ///< [N] population standard deviation of it
  std::vector<std::int32_t> correctness;  ///< [N] epochs in which the gold class was predicted
};

/// A split to be written. One without exits needs dynamics.
struct NamedSplit {
  std::string name;
  Split split;
  std::optional<Dynamics> dynamics = {};
  std::optional<DataMap> map = {};
};

/// Writes a trace file (docs/formats.md), whole or not at all, with unit and description of every
/// dataset. read() gives the same splits back; dynamics are named after the last exit of the other splits.
/// The same content gives the same bytes. Throws RunError when writing fails, InvariantError for a split
/// whose arrays do not fit its numbers of samples, exits and classes.
void write(const std::filesystem::path& file, const Description& description,
           const std::vector<NamedSplit>& splits);

/// Writes SPLIT/complexity; no label may be unknown.
void write_complexity(hdf5::File& file, const std::string& split, const std::vector<Complexity>& labels);

/// Writes SPLIT/confidence, variability and correctness.
void write_map(hdf5::File& file, const std::string& split, const DataMap& map);

}  // namespace dimsim::trace

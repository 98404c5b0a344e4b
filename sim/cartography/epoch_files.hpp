#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace dimsim::cartography {

inline constexpr std::string_view kLogits = "logits_epoch_";  ///< prefix of the key of an epoch's logits

/// A file with the training dynamics of one epoch.
struct EpochFile {
  std::filesystem::path path;
  int epoch = 0;
};

/// Finds the epoch files among the inputs and in the input folders, in the order of epochs. The epoch is
/// taken from the name (dynamics_epoch_K.jsonl, .jsonl.gz) or else from the first record. Throws InputError
/// for a folder without epoch files, a duplicate epoch or a gap.
[[nodiscard]] std::vector<EpochFile> epoch_files(std::span<const std::filesystem::path> inputs);

}  // namespace dimsim::cartography

#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace dimsim::cartography {

inline constexpr std::string_view kLogits = "logits_epoch_";  ///< what the logits of an epoch are called

/// A file with the training dynamics of one epoch.
struct EpochFile {
  std::filesystem::path path;
  int epoch = 0;
};

/// The epoch files among the inputs and in the folders among them, in the order of their epochs. The epoch is
/// in the name (dynamics_epoch_K.jsonl, .jsonl.gz), or else in the first record. Throws InputError: a folder
/// without any, an epoch twice, a gap.
[[nodiscard]] std::vector<EpochFile> epoch_files(std::span<const std::filesystem::path> inputs);

}  // namespace dimsim::cartography

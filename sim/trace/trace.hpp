#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dimsim::trace {

/// Difficulty of a sample according to data cartography.
enum class Complexity : std::int8_t { Unknown = -1, Easy = 0, Medium = 1, Hard = 2 };

[[nodiscard]] std::string_view to_string(Complexity complexity);

/// Per-sample data of one split: N samples, L exits, C classes, E embedding dimensions.
struct Split {
  std::size_t samples = 0;
  int exits = 0;
  int classes = 0;
  int embedding_size = 0;
  std::vector<std::int64_t> guid;        ///< [N]
  std::vector<std::int32_t> gold;        ///< [N], 0..C-1
  std::vector<std::int32_t> tokens;      ///< [N], >= 1
  std::vector<std::int32_t> text_bytes;  ///< [N], >= 1 [B]
  std::vector<float> logits;             ///< [N][L][C]; empty for a split without exits (train)
  std::vector<float> embedding;          ///< [N][E]; may be empty
  std::vector<Complexity> complexity;    ///< [N]; empty if the file has no labels

  [[nodiscard]] std::span<const float> exit_logits(std::size_t sample, int exit) const;
  /// Class with the largest logit at an exit (1..L); ties go to the lowest class.
  [[nodiscard]] int prediction(std::size_t sample, int exit) const;
  /// Largest softmax probability at an exit (1..L).
  [[nodiscard]] double confidence(std::size_t sample, int exit) const;
  /// Entropy of the softmax probabilities at an exit (1..L), normalised by its maximum log C: 0..1.
  [[nodiscard]] double entropy(std::size_t sample, int exit) const;
};

/// Training dynamics: logits of the last exit after each epoch.
struct Dynamics {
  std::size_t samples = 0;
  int epochs = 0;
  int classes = 0;
  std::vector<float> logits;       ///< [N][epochs][C]
  std::vector<std::int32_t> gold;  ///< [N]
};

/// How well the embedding separates the pools of a trace: the fraction of training samples whose nearest pool
/// centroid is that of their own pool, 0..1.
struct PoolSeparation {
  double own_pool_share = 0;
  double own_pool_share_balanced = 0;  ///< unweighted mean of the fractions of the pools
};

/// Metadata of a trace (attributes of the root and of the labels).
struct Description {
  std::string task;
  std::string model;
  std::string text;
  std::string training;  ///< how the exits were trained; may be empty
  bool synthetic = false;
  /// Any other text attributes, sorted: name and value.
  std::vector<std::pair<std::string, std::string>> notes = {};
  /// For labels made by data cartography; empty if the trace does not state it.
  std::optional<PoolSeparation> pool_separation = std::nullopt;
};

/// `format` and `version` attributes of a trace file. Files without them are read as version 1.
inline constexpr const char* kTraceFormat = "dimsim.trace";
inline constexpr int kTraceVersion = 1;

struct Trace {
  std::filesystem::path file;
  Description description;
  Split split;
};

/// The group of a labelled trace with the rule of its labels, and the attributes of a PoolSeparation there.
inline constexpr const char* kLabelGroup = "cartography";
inline constexpr const char* kOwnPoolShare = "own_pool_share";
inline constexpr const char* kOwnPoolShareBalanced = "own_pool_share_balanced";

/// Name of the training split.
inline constexpr const char* kTraining = "train";

/// Names of the splits of a trace file, sorted: its groups with a dataset `gold`. Throws InputError if there
/// is none.
[[nodiscard]] std::vector<std::string> split_names(const std::filesystem::path& file);

/// Reads one split of a trace file (HDF5, see docs/formats.md) and checks it completely:
/// consistent shapes, labels and gold in range, tokens and bytes >= 1, finite numbers, unique guids. Throws
/// InputError with all errors, each with the file, the dataset and the first wrong value. A training split
/// may have dynamics instead of exit logits.
[[nodiscard]] Trace read(const std::filesystem::path& file, const std::string& split);

/// Whether the file has training dynamics, train/dynamics_exitN.
[[nodiscard]] bool has_dynamics(const std::filesystem::path& file);

/// Reads train/dynamics_exitN for the largest N, and checks it in the same way.
[[nodiscard]] Dynamics read_dynamics(const std::filesystem::path& file);

/// Softmax probability of a class. The largest score is subtracted first, so that nothing overflows.
[[nodiscard]] double probability(std::span<const float> scores, std::int32_t of_class);

/// Fingerprint of the file's bytes (FNV-1a, 64 bits, 16 hexadecimal digits): distinguishes files, but is not
/// cryptographic.
[[nodiscard]] std::string fingerprint(const std::filesystem::path& file);

}  // namespace dimsim::trace

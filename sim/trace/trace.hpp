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

/// How hard a sample is, from data cartography.
enum class Complexity : std::int8_t { Unknown = -1, Easy = 0, Medium = 1, Hard = 2 };

[[nodiscard]] std::string_view to_string(Complexity complexity);

/// Per-sample facts of one split: N samples, L exits, C classes, E embedding dimensions.
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
  std::vector<Complexity> complexity;    ///< [N]; empty when the file has no labels

  [[nodiscard]] std::span<const float> exit_logits(std::size_t sample, int exit) const;
  /// Class with the largest logit at an exit (1..L); the lowest class among equals.
  [[nodiscard]] int prediction(std::size_t sample, int exit) const;
  /// Largest softmax probability at an exit (1..L).
  [[nodiscard]] double confidence(std::size_t sample, int exit) const;
  /// Entropy of the softmax probabilities at an exit (1..L), divided by its largest value, log C: 0..1.
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

/// How well the embedding tells a trace's pools apart: the share of training samples whose nearest pool
/// centroid is that of their own pool, 0..1.
struct PoolSeparation {
  double own_pool_share = 0;
  double own_pool_share_balanced = 0;  ///< mean of the pools' shares, whatever their sizes
};

/// What a trace says of itself (root attributes, and of its labels).
struct Description {
  std::string task;
  std::string model;
  std::string text;
  std::string training;  ///< how the exits were trained; may be empty
  bool synthetic = false;
  /// Any other text attributes, sorted: name and value.
  std::vector<std::pair<std::string, std::string>> notes = {};
  /// Of labels made by data cartography; nothing where the trace does not say.
  std::optional<PoolSeparation> pool_separation = std::nullopt;
};

struct Trace {
  std::filesystem::path file;
  Description description;
  Split split;
};

/// Name of the split that models are trained on.
inline constexpr const char* kTraining = "train";

/// Splits of a trace file, sorted: its groups that hold `gold`. Throws InputError when there is none.
[[nodiscard]] std::vector<std::string> split_names(const std::filesystem::path& file);

/// Reads one split of a trace file (HDF5, see docs/formats.md) and checks all of it: shapes that
/// agree, labels and gold in range, tokens and bytes >= 1, finite numbers, no guid twice. Throws InputError
/// with all faults, naming file, dataset and the first wrong value. A training split has dynamics in place of
/// exit logits.
[[nodiscard]] Trace read(const std::filesystem::path& file, const std::string& split);

/// Whether there are training dynamics, train/dynamics_exitN.
[[nodiscard]] bool has_dynamics(const std::filesystem::path& file);

/// Reads train/dynamics_exitN, N being the last exit that has one, and checks it in the same way.
[[nodiscard]] Dynamics read_dynamics(const std::filesystem::path& file);

/// Probability of a class by softmax; the largest score is taken out first, so that nothing can overflow.
[[nodiscard]] double probability(std::span<const float> scores, std::int32_t of_class);

/// Fingerprint of the file's bytes (FNV-1a, 64 bits, 16 hexadecimal digits): tells files apart, proves
/// nothing.
[[nodiscard]] std::string fingerprint(const std::filesystem::path& file);

}  // namespace dimsim::trace

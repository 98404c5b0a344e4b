#pragma once

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/study/file_descriptor.hpp"
#include "dimsim/study/shard_header.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace dimsim::study {

/// The runs of a shard in one file, for `dimsim merge` of the same program; whole or absent.
class ShardFile {
 public:
  /// Throws InputError if `target` exists and is not a shard file, RunError if it cannot be written.
  explicit ShardFile(const std::filesystem::path& target);

  /// Writes the header and then the runs, calling `read` for one at a time in the order of `keys`, which is
  /// ascending. Throws RunError; no file is left then.
  void write(ShardHeader header, std::span<const results::RunKey> keys,
             const std::function<results::RunRecord(const results::RunKey&)>& read);

 private:
  AtomicFile atomic_;
};

/// The shard files of one study.
class Shards {
 public:
  /// Opens the files and checks all of their content. Throws InputError with all faults, by file: not a shard
  /// file, damaged, written by another program, of different studies, one missing or given twice.
  explicit Shards(const std::vector<std::filesystem::path>& files);

  /// The header of the study as a whole.
  [[nodiscard]] const results::StudyHeader& study() const { return study_; }
  [[nodiscard]] const std::vector<results::FailedKey>& failed() const { return failed_; }

  /// Calls `use` for each run, in the order of their keys. Throws RunError.
  void for_each(const std::function<void(const results::RunRecord&)>& use);

 private:
  struct File {
    std::filesystem::path name;
    FileDescriptor file;
    ShardHeader header;
    std::size_t position = 0;
    std::size_t left = 0;  ///< records
    std::optional<results::RunRecord> next;
  };

  void check() const;
  static void advance(File& file);

  std::vector<File> files_;
  results::StudyHeader study_;
  std::vector<results::FailedKey> failed_;
};

}  // namespace dimsim::study

#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/failure.hpp"
#include "dimsim/study/shard_header.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::study {

// Values as frames in open files. Writer and reader are the same program (a study's fingerprint and the mark
// of a shard file see to it), so numbers are in the machine's byte order. Writing begins at the file's
// position; reading begins at `position`, which moves to what follows. All throw RunError with the reason;
// reading also where a value is truncated, damaged, or of another version.

void write_failure(int file, const Failure& failure);
[[nodiscard]] Failure read_failure(int file);

/// Lists of numbers.
void write_numbers(int file, const std::vector<std::vector<double>>& lists);
[[nodiscard]] std::vector<std::vector<double>> read_numbers(int file);

/// A run is two frames: its summary, and everything else.
void write_record(int file, const results::RunRecord& record);
[[nodiscard]] results::RunRecord read_record(int file, std::size_t& position);
/// The summary of the record; what follows it is neither read nor checked.
[[nodiscard]] results::PolicySummary read_summary(int file, std::size_t position);
/// Checks a record without keeping it: versions, lengths and checksums.
void check_record(int file, std::size_t& position);

/// The program that wrote a shard file, "0.1.0 abcdef": its first frame, which every later version can read.
/// A file with it begins with shard_mark().
[[nodiscard]] std::string_view shard_mark();
void write_shard_program(int file, const std::string& program);
[[nodiscard]] std::string read_shard_program(int file, std::size_t& position);

void write_header(int file, const ShardHeader& header);
[[nodiscard]] ShardHeader read_header(int file, std::size_t& position);

}  // namespace dimsim::study

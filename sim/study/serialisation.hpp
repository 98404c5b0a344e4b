#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/failure.hpp"
#include "dimsim/study/shard_header.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::study {

// The archive: values as frames in open files. Writer and reader are the same program, which the fingerprint
// of a study and the program's name in a shard file ensure, so numbers are in the machine's byte order.
// Writing begins at the file's position; reading begins at `position`, which advances to the byte after the
// value. All functions throw RunError with the reason; readers also if a value is truncated, damaged, or of
// another version.

void write_failure(int file, const Failure& failure);
[[nodiscard]] Failure read_failure(int file);

/// Lists of numbers, for the run that finds the warm-up.
void write_numbers(int file, const std::vector<std::vector<double>>& lists);
[[nodiscard]] std::vector<std::vector<double>> read_numbers(int file);

/// A run is two frames: its summary, and everything else.
void write_record(int file, const results::RunRecord& record);
[[nodiscard]] results::RunRecord read_record(int file, std::size_t& position);
/// The summary of a record; its second frame is neither read nor checked.
[[nodiscard]] results::PolicySummary read_summary(int file, std::size_t position);
/// Checks a record without decoding it: versions, lengths and checksums.
void check_record(int file, std::size_t& position);

/// The first frame of a shard file: the program that wrote it, such as "0.1.0 abcdef". Every later version
/// can read this frame. Shard files begin with shard_mark().
[[nodiscard]] std::string_view shard_mark();
void write_shard_program(int file, const std::string& program);
[[nodiscard]] std::string read_shard_program(int file, std::size_t& position);

void write_header(int file, const ShardHeader& header);
[[nodiscard]] ShardHeader read_header(int file, std::size_t& position);

}  // namespace dimsim::study

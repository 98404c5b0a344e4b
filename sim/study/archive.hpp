#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"
#include "dimsim/study/shard.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::study {

/// Why a run has no result.
struct Failure {
  enum class Kind : std::uint8_t { Input, Run, Invariant };
  Kind kind = Kind::Run;
  std::vector<Diagnostic> diagnostics;  ///< of Input
  std::string message;                  ///< of the others
};

// Values as bytes in open files, read from the beginning. Writer and reader are the same program (a study's
// fingerprint sees to it), so there is no version and no byte order. All throw RunError, when reading also
// where something is not whole.

void write_failure(int file, Failure failure);
[[nodiscard]] Failure read_failure(int file);

/// Lists of numbers.
void write_numbers(int file, std::vector<std::vector<double>> lists);
[[nodiscard]] std::vector<std::vector<double>> read_numbers(int file);

/// Contract: the record comes out unchanged.
void write_record(int file, results::RunRecord& record);
[[nodiscard]] results::RunRecord read_record(int file);
/// The summary in a file of write_record; does not read on.
[[nodiscard]] results::PolicySummary read_summary(int file);

/// What stands at the beginning of a shard file, before its records.
struct ShardHeader {
  std::string mark = "dimsim.shard";
  std::string dimsim = fmt::format("{} {}", kVersion, kCommit);
  std::string fingerprint;
  Shard shard;
  results::StudyHeader study;  ///< points of which the shard has no run have nothing but their policies
  std::vector<results::FailedKey> failed;
  std::size_t runs = 0;
};

void write_header(int file, ShardHeader& header);
/// Reads on only when mark and program are this program's.
[[nodiscard]] ShardHeader read_header(int file, std::size_t& position);
/// Reads the record at a position, which then is that of the next.
[[nodiscard]] results::RunRecord read_record(int file, std::size_t& position);

}  // namespace dimsim::study

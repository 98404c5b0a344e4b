#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/results/study_header.hpp"
#include "dimsim/study/shard.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::study {

/// What a shard file holds before its records.
struct ShardHeader {
  std::string fingerprint;  ///< of the study
  Shard shard;
  results::StudyHeader study;  ///< points of which the shard has no run have nothing but their policies
  std::vector<results::FailedKey> failed;
  std::size_t runs = 0;
};

}  // namespace dimsim::study

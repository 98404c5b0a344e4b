#pragma once

#include "dimsim/study/study.hpp"
#include "support/temporary_folder.hpp"

#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace dimsim {

/// All runs of a study with their requests, in the order of the result file.
inline std::vector<results::RunRecord> study_runs(std::span<const study::Inputs> points,
                                                  const study::Options& options = {}) {
  const TemporaryFolder folder;
  const study::SignalWatch signals;
  study::Journal journal(folder / "r.h5", "fingerprint");
  std::vector<results::RunRecord> records;
  const auto failed = study::run(points, options, journal, true, signals,
                                 [&records](const results::RunRecord& record) { records.push_back(record); });
  if (!failed.empty()) {
    throw std::runtime_error(failed.front().reason);
  }
  return records;
}

}  // namespace dimsim

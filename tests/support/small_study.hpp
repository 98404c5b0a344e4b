#pragma once

#include "support/shell.hpp"

#include <string>

#include <gtest/gtest.h>

namespace dimsim {

/// Six points of the quickstart with three replications: 90 runs in about a second.
inline constexpr const char* kStudy = "include: " DIMSIM_SOURCE_DIR
                                      "/scenarios/quickstart.yaml\n"
                                      "replications: 3\n"
                                      "sweep:\n"
                                      "  bandwidth: {network.access.bandwidth: [1Mbps, 5Mbps, 20Mbps]}\n"
                                      "  rate: {workload.rate: [1 /s, 2 /s]}\n"
                                      "workload: {requests: 1000, warm_up_requests: 100}\n";

/// A shell with that study as study.yaml.
class SmallStudy : public testing::Test {
 protected:
  SmallStudy() { shell_.write("study.yaml", kStudy); }

  [[nodiscard]] bool are_same(const std::string& a, const std::string& b) const {
    const std::string first = read_file(shell_ / a);
    return !first.empty() && first == read_file(shell_ / b);
  }

  Shell shell_;
};

}  // namespace dimsim

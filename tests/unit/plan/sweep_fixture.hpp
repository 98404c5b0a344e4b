#pragma once

#include "dimsim/plan/load.hpp"
#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::scenario::test {

/// A valid scenario with a sweep, in a file of its own.
class Sweep : public testing::Test {
 protected:
  std::vector<plan::Point> load_with(const std::string& sweep,
                                     const std::vector<std::string>& settings = {}) {
    use_test_catalogue();
    std::ofstream(folder_ / "study.yaml") << good() << sweep;
    plan::Study study = plan::load_study(folder_ / "study.yaml", settings);
    settings_ = std::move(study.settings);
    return std::move(study.points);
  }

  std::vector<Diagnostic> refusal(const std::string& sweep, const std::vector<std::string>& settings = {}) {
    try {
      (void)load_with(sweep, settings);
    } catch (const InputError& error) {
      return error.diagnostics();
    }
    return {};
  }

  /// The labels of the points on the axis.
  static std::vector<std::string> labels(const std::vector<plan::Point>& points, std::size_t axis = 0) {
    std::vector<std::string> texts;
    for (const plan::Point& point : points) {
      texts.push_back(point.description.labels.at(axis).text);
    }
    return texts;
  }

  TemporaryFolder folder_;
  plan::Settings settings_;  ///< of the study that was loaded last
};

}  // namespace dimsim::scenario::test

#pragma once

#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"
#include "dimsim/trace/writer.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::study {

/// The splits of the traces that a study's points name, each read or generated once. A trace is a file, or
/// the recipe (YAML) of a synthetic one, which is generated with the default sizes, seed 1 and labels by the
/// default cuts, like `dimsim trace synthesize` followed by `dimsim cartography`.
class Traces {
 public:
  /// Throws InputError; faults of the trace have a remark with the place where the scenario names it.
  std::shared_ptr<const trace::Trace> read(const scenario::Workload& workload, const std::string& split);

 private:
  struct Generated {
    trace::Description description;
    std::vector<trace::NamedSplit> splits;
  };

  trace::Trace load(const std::filesystem::path& file, const std::string& split);
  const Generated& generated(const std::filesystem::path& recipe);

  std::map<std::pair<std::filesystem::path, std::string>, std::shared_ptr<const trace::Trace>> known_;
  std::map<std::filesystem::path, Generated> generated_;
};

}  // namespace dimsim::study

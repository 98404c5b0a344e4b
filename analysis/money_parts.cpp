#include "dimsim/analysis/money_parts.hpp"

#include "dimsim/analysis/result_columns.hpp"
#include "dimsim/analysis/tier_order.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/statistics/replications.hpp"

#include <cstdint>
#include <limits>

namespace dimsim::analysis {

namespace {

constexpr const char* kEgress = "egress";
constexpr double kAnswers = 1000;  ///< that money is of

/// A run's money by part.
std::vector<double> of_run(const ResultReader& result, const RunEntry& run, double answered,
                           const std::vector<std::string>& names) {
  const std::string stations = run.group + "/stations";
  const std::vector<hdf5::Column> needed{{.name = "tier"}, {.name = "usd"}};
  check_columns(result.file(), stations, needed);
  const std::vector<std::string> tiers = result.file().read_texts(stations, "tier");
  const auto usd = result.file().read_column<double>(stations, "usd");
  const double scale = answered > 0 ? kAnswers / answered : std::numeric_limits<double>::quiet_NaN();
  std::vector<double> parts(names.size(), 0);
  for (std::size_t part = 0; part + 1 < names.size(); ++part) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      parts[part] += tiers[i] == names[part] ? usd[i] : 0;
    }
  }
  parts.back() =
      result.file().number(run.group, "egress_usd").value_or(std::numeric_limits<double>::quiet_NaN());
  for (double& part : parts) {
    part *= scale;
  }
  return parts;
}

}  // namespace

std::vector<std::string> money_part_names(const std::vector<PolicyRuns>& policies) {
  std::vector<std::vector<std::string>> tiers;
  for (const PolicyRuns& policy : policies) {
    for (const RunEntry* run : runs_of(policy)) {
      tiers.push_back(run->tiers);
    }
  }
  std::vector<std::string> names = merged_tiers(tiers);
  names.emplace_back(kEgress);
  return names;
}

std::vector<double> money_parts_of(const ResultReader& result, const PolicyRuns& policy,
                                   const std::vector<std::string>& names) {
  const auto answered = result.file().read_column<std::uint64_t>("/run_table", "answered");
  std::vector<std::vector<double>> by_part(names.size());
  for (const RunEntry* run : runs_of(policy)) {
    const auto row = static_cast<std::size_t>(run - result.runs().data());
    const std::vector<double> parts = of_run(result, *run, static_cast<double>(answered[row]), names);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      by_part[i].push_back(parts[i]);
    }
  }
  std::vector<double> means;
  for (const std::vector<double>& values : by_part) {
    means.push_back(statistics::across_replications(values).value);
  }
  return means;
}

}  // namespace dimsim::analysis

#include "dimsim/analysis/money_parts.hpp"

#include "dimsim/analysis/tier_order.hpp"
#include "dimsim/columns/read.hpp"
#include "dimsim/columns/run_columns.hpp"
#include "dimsim/columns/station_columns.hpp"
#include "dimsim/statistics/replications.hpp"

#include <limits>

namespace dimsim::analysis {

namespace {

constexpr const char* kEgress = "egress";
constexpr double kAnswers = 1000;  ///< to which the cost refers

/// Cost of a run in each part, for `answered` answers. All answers count, those of the warm-up included:
/// hosts are paid for from the beginning of the run.
std::vector<double> money_of_run(const ResultReader& result, const RunEntry& run, double answered,
                                 const std::vector<std::string>& names) {
  const std::string stations = run.group + "/" + columns::stations::kTable;
  const auto tiers = columns::read(result.file(), stations, columns::stations::tier);
  const auto usd = columns::read(result.file(), stations, columns::stations::usd);
  const double scale = answered > 0 ? kAnswers / answered : std::numeric_limits<double>::quiet_NaN();
  std::vector<double> parts(names.size(), 0);
  // The last name is the egress, which is not in the table of stations.
  for (std::size_t part = 0; part + 1 < names.size(); ++part) {
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      parts[part] += tiers[i] == names[part] ? usd[i] : 0;
    }
  }
  // NaN if the file lacks the cost of egress: unknown must not look like free.
  parts.back() = result.file()
                     .number(run.group, std::string(columns::run::egress_usd.name))
                     .value_or(std::numeric_limits<double>::quiet_NaN());
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
  const auto answered = columns::read(result.file(), columns::runs::kTable, columns::runs::answered);
  std::vector<std::vector<double>> by_part(names.size());
  for (const RunEntry* run : runs_of(policy)) {
    const auto row = static_cast<std::size_t>(run - result.runs().data());
    const std::vector<double> parts = money_of_run(result, *run, static_cast<double>(answered[row]), names);
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

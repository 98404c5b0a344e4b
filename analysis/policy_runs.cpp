#include "dimsim/analysis/policy_runs.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

/// The replications of a policy as a message lists them.
std::string numbers_of(const PolicyRuns& runs) {
  std::vector<std::string> numbers;
  for (const auto& [number, run] : runs.replications) {
    numbers.push_back(fmt::format("{}", number));
  }
  return enumerate(numbers);
}

}  // namespace

void refuse_point(const ResultReader& result, std::size_t point, const std::string& message,
                  const std::string& hint) {
  const std::string name = result.points()[point].name();
  // A file without a sweep has one point, which has no name.
  const std::string where = name.empty() ? "" : fmt::format("at point {}: ", quote(name));
  throw InputError(file_place(result.path().string()), where + message, hint);
}

void check_files(const std::vector<ResultReader>& results, Diagnostics& diagnostics) {
  // Compared with the first file only: one message for each file, not for each pair of files.
  const ResultReader& first = results.front();
  for (std::size_t i = 1; i < results.size(); ++i) {
    const std::string name = results[i].path().string();
    if (results[i].seed() != first.seed()) {
      diagnostics.add(file_place(name),
                      fmt::format("has seed {}, but '{}' has {}; expected files of one seed",
                                  results[i].seed(), first.path().string(), first.seed()),
                      "compare each by itself, or make them with the same --seed");
    }
    const bool is_repeated = std::any_of(
        results.begin(), results.begin() + static_cast<std::ptrdiff_t>(i), [&](const ResultReader& other) {
          std::error_code error;  // the files are open, so that a path that vanished since does not matter
          return std::filesystem::equivalent(other.path(), results[i].path(), error);
        });
    if (is_repeated) {
      diagnostics.add(file_place(name), "is given twice");
    }
  }
}

std::vector<PolicyRuns> policy_runs(const ResultReader& result, std::size_t point) {
  std::vector<PolicyRuns> policies;
  for (const std::size_t number : result.runs_of(point)) {
    const RunEntry& run = result.runs()[number];
    // A list instead of a map keeps the order of the file; there are few policies.
    auto found = std::find_if(policies.begin(), policies.end(),
                              [&run](const PolicyRuns& each) { return each.policy == run.policy; });
    if (found == policies.end()) {
      found = policies.insert(found, PolicyRuns{.policy = run.policy, .replications = {}});
    }
    // Two runs of one replication have the same random numbers and are not independent.
    const auto [other, is_new] = found->replications.emplace(run.replication, &run);
    if (!is_new) {
      refuse_point(result, point,
                   fmt::format("'{}' and '{}' are both replication {} of policy '{}'", other->second->group,
                               run.group, run.replication, run.policy));
    }
  }
  return policies;
}

std::vector<const RunEntry*> runs_of(const PolicyRuns& policy) {
  std::vector<const RunEntry*> runs;
  for (const auto& [number, run] : policy.replications) {
    runs.push_back(run);
  }
  return runs;
}

bool is_overloaded(const PolicyRuns& policy) {
  return std::any_of(policy.replications.begin(), policy.replications.end(),
                     [](const auto& each) { return each.second->is_overloaded; });
}

std::vector<std::string> names_of(const std::vector<PolicyRuns>& policies) {
  std::vector<std::string> names;
  for (const PolicyRuns& each : policies) {
    names.push_back(each.policy);
  }
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const PolicyRuns& find_policy(const ResultReader& result, std::size_t point,
                              const std::vector<PolicyRuns>& policies, const PolicyQuery& query) {
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&query](const PolicyRuns& each) { return each.policy == query.name; });
  if (found == policies.end()) {
    // The message lists the policies of this point: others of the file may not have been run here.
    refuse_point(
        result, point,
        fmt::format("has no policy {}{}{}; it has {}", quote(query.name), query.purpose.empty() ? "" : " ",
                    query.purpose, policies.empty() ? "no runs" : enumerate(names_of(policies))),
        query.hint.empty() ? suggestion(query.name, names_of(policies)) : query.hint);
  }
  return *found;
}

void check_replications(const ResultReader& result, std::size_t point, const PolicyRuns& policy,
                        const PolicyRuns& other, const std::string& place_of_other) {
  // Paired statistics match values by replication, since only those share their random numbers.
  const bool is_same =
      std::equal(policy.replications.begin(), policy.replications.end(), other.replications.begin(),
                 other.replications.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
  if (!is_same) {
    refuse_point(
        result, point,
        fmt::format("policy '{}' has replications {}, but '{}'{} has {}; expected the same ones",
                    policy.policy, numbers_of(policy), other.policy, place_of_other, numbers_of(other)));
  }
}

std::size_t periods_of_a_replication(std::size_t replications) {
  // Rounded up: fewer periods than kBatches would give less reliable variances.
  return (statistics::kBatches + replications - 1) / replications;
}

}  // namespace dimsim::analysis

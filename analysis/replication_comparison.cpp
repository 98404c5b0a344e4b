#include "dimsim/analysis/replication_comparison.hpp"

#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/holm.hpp"
#include "dimsim/statistics/pareto.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

// There are two kinds of comparison: of policies with a baseline at their own point, and of a policy with
// itself in the first file. Only the reference of a difference depends on the kind; means, fronts, crossings
// and the adjustment of p-values do not.

/// A file with the values to be compared.
struct ComparedFile {
  const ResultReader* result;
  MetricValues values;
  MetricValues of_front;
  std::vector<std::vector<PolicyRuns>> policies;  ///< those to be compared, by point
};

/// The policies to be compared, in the file's order; the baseline is among them even if it is not named.
std::vector<PolicyRuns> compared_policies(const ResultReader& result, std::size_t point,
                                          const ReplicationQuestion& question) {
  std::vector<PolicyRuns> policies = policy_runs(result, point);
  // Across files a policy has its own reference, with which reference_in_first_file compares replications.
  if (!question.is_across_files) {
    static_cast<void>(find_policy(
        result, point, policies,
        {.name = question.baseline, .purpose = "to compare with", .hint = "choose another with --baseline"}));
    for (const PolicyRuns& policy : policies) {
      check_replications(result, point, policy, policies.front());
    }
  }
  // Only for its message: a misspelt name must not silently drop a row.
  for (const std::string& name : question.policies) {
    static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
  }
  if (!question.policies.empty()) {
    std::erase_if(policies, [&question](const PolicyRuns& each) {
      return !contains(question.policies, each.policy) &&
             (question.is_across_files || each.policy != question.baseline);
    });
  }
  return policies;
}

ComparedFile compared_file(const ResultReader& result, const ReplicationQuestion& question) {
  ComparedFile file{.result = &result,
                    .values = {result, columns_of(result, question.metrics)},
                    .of_front = {result, columns_of(result, question.front)},
                    .policies = {}};
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    file.policies.push_back(compared_policies(result, i, question));
  }
  return file;
}

/// All files. The errors of all of them are reported together.
std::vector<ComparedFile> compared_files(const std::vector<ResultReader>& results,
                                         const ReplicationQuestion& question) {
  Diagnostics diagnostics;
  check_files(results, diagnostics);
  std::vector<ComparedFile> files;
  for (const ResultReader& result : results) {
    try {
      files.push_back(compared_file(result, question));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return files;
}

std::vector<statistics::Better> better_sides(const ResultReader& result,
                                             const std::vector<MetricColumn>& front) {
  std::vector<statistics::Better> sides;
  for (const MetricColumn& metric : front) {
    if (metric.better == statistics::Better::Neither) {
      throw InputError(
          file_place(result.path().string()),
          fmt::format("metric {} has no better direction, so it cannot form a front", quote(metric.name)));
    }
    sides.push_back(metric.better);
  }
  return sides;
}

std::vector<std::size_t> front_of(const ComparedFile& file, const std::vector<PolicyRuns>& policies,
                                  const std::vector<statistics::Better>& sides) {
  if (sides.empty()) {
    return {};
  }
  std::vector<std::vector<double>> places;
  // By means only: a policy whose interval reaches beyond the front is still off it.
  for (const PolicyRuns& policy : policies) {
    std::vector<double> place;
    for (std::size_t metric = 0; metric < sides.size(); ++metric) {
      place.push_back(statistics::across_replications(file.of_front.of(policy, metric)).value);
    }
    places.push_back(std::move(place));
  }
  return statistics::pareto_front(places, sides);
}

/// The runs with which a policy is compared.
struct Reference {
  const ComparedFile* file;
  const PolicyRuns* runs;
};

/// The same policy in the first file, at the point of the same name. Indices would not do: the files may have
/// different points, or the same ones in another order.
Reference reference_in_first_file(const ComparedFile& first, const ComparedFile& file, std::size_t point,
                                  const PolicyRuns& policy) {
  const std::vector<Point>& points = first.result->points();
  const std::string name = file.result->points()[point].name();
  const auto same =
      std::find_if(points.begin(), points.end(), [&name](const Point& each) { return each.name() == name; });
  if (same == points.end()) {
    refuse_point(*file.result, point, fmt::format("'{}' has no such point", first.result->path().string()),
                 "use the same axes in both files");
  }
  const auto number = static_cast<std::size_t>(same - points.begin());
  const PolicyRuns& runs = find_policy(
      *first.result, number, first.policies[number],
      {.name = policy.policy, .purpose = "to compare with", .hint = "choose policies with --policies"});
  check_replications(*file.result, point, policy, runs,
                     fmt::format(" of '{}'", first.result->path().string()));
  return {&first, &runs};
}

ReplicatedPoint compare_point(const ComparedFile& file, std::size_t index,
                              const ReplicationQuestion& question, const ComparedFile& first) {
  const std::vector<PolicyRuns>& policies = file.policies[index];
  // Possible across files only, since a baseline would have been missed earlier.
  if (policies.empty()) {
    refuse_point(*file.result, index, "has no runs to compare",
                 "repeat the study: the same command does the runs that failed");
  }
  ReplicatedPoint point{.path = file.result->path(),
                        .scenario = file.result->scenario(),
                        .index = index,
                        .point = file.result->points()[index],
                        .replications = policies.front().replications.size(),
                        .policies = {},
                        .front = {}};
  for (const PolicyRuns& policy : policies) {
    ReplicatedPolicy row{.policy = policy.policy,
                         .is_baseline = !question.is_across_files && policy.policy == question.baseline,
                         .metrics = {}};
    const Reference reference =
        question.is_across_files
            ? reference_in_first_file(first, file, index, policy)
            : Reference{&file, &find_policy(*file.result, index, policies,
                                            {.name = question.baseline, .purpose = "", .hint = ""})};
    for (std::size_t metric = 0; metric < question.metrics.size(); ++metric) {
      const std::vector<double> own = file.values.of(policy, metric);
      row.metrics.push_back({.mean = statistics::across_replications(own),
                             .difference = statistics::paired_difference(
                                 own, reference.file->values.of(*reference.runs, metric)),
                             .adjusted_p = std::numeric_limits<double>::quiet_NaN(),
                             .is_overloaded = is_overloaded(policy)});
    }
    point.policies.push_back(std::move(row));
  }
  return point;
}

/// Adjusts the p-values of all pairs that are shown: the family is everything that the reader sees. The
/// baseline compared with itself is no hypothesis, and counting it would make the adjustment too strict.
void adjust_p_values(std::vector<ReplicatedPoint>& points) {
  std::vector<double> p_values;
  std::vector<MetricComparison*> comparisons;
  for (ReplicatedPoint& point : points) {
    for (ReplicatedPolicy& policy : point.policies) {
      for (MetricComparison& metric : policy.metrics) {
        if (!policy.is_baseline) {
          comparisons.push_back(&metric);
          p_values.push_back(metric.difference.p_value);
        }
      }
    }
  }
  const std::vector<double> adjusted = statistics::holm_adjusted(p_values);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    comparisons[i]->adjusted_p = adjusted[i];
  }
}

}  // namespace

ReplicationComparison compare_replications(const std::vector<ResultReader>& results,
                                           const ReplicationQuestion& question) {
  const ResultReader& first = results.front();
  ReplicationComparison comparison{
      .baseline = question.is_across_files ? fmt::format("itself in {}", first.path().filename().string())
                                           : question.baseline,
      .seed = first.seed(),
      .is_of_many_files = results.size() > 1,
      .metrics = columns_of(first, question.metrics),
      .front = columns_of(first, question.front),
      .points = {},
      .crossovers = {}};
  const std::vector<statistics::Better> sides = better_sides(first, comparison.front);
  const std::vector<ComparedFile> files = compared_files(results, question);
  // Across files the first one is only the reference.
  for (std::size_t i = question.is_across_files ? 1 : 0; i < files.size(); ++i) {
    const ComparedFile& file = files[i];
    for (std::size_t point = 0; point < file.policies.size(); ++point) {
      comparison.points.push_back(compare_point(file, point, question, files.front()));
      comparison.points.back().front = front_of(file, file.policies[point], sides);
    }
    const std::vector<PolicyCrossover> crossings =
        policy_crossovers(*file.result, file.policies, comparison.metrics, file.values);
    comparison.crossovers.insert(comparison.crossovers.end(), crossings.begin(), crossings.end());
  }
  adjust_p_values(comparison.points);
  return comparison;
}

}  // namespace dimsim::analysis

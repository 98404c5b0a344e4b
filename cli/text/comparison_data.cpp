#include "dimsim/cli/text/comparison_data.hpp"

#include "dimsim/base/csv.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/cli/text/comparison_text.hpp"
#include "dimsim/cli/text/json_number.hpp"
#include "dimsim/cli/text/unique_texts.hpp"
#include "dimsim/results/summary_json.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

// JSON and CSV hold the same estimates under the same names: estimates_of() is the only list of them. A
// column added there appears in both; docs/formats.md describes them.

namespace dimsim::cli {

namespace {

using analysis::PairedResult;
using analysis::PointComparison;
using analysis::PolicyComparison;
using statistics::Estimate;

/// An estimate with its name in JSON and CSV.
struct NamedEstimate {
  const char* name = nullptr;
  Estimate estimate;
};

std::array<NamedEstimate, 8> estimates_of(const PairedResult& paired) {
  return {{{"accuracy", paired.accuracy},
           {"accuracy_drop", paired.accuracy_drop},
           {"lambda", paired.lambda.mean},
           {"lambda_cut", paired.lambda.cut},
           {"latency_s", paired.latency_s.mean},
           {"latency_cut", paired.latency_s.cut},
           {"energy_marginal_j", paired.energy_j.mean},
           {"energy_marginal_cut", paired.energy_j.cut}}};
}

Json object_of(const analysis::NamedTexts& texts) {
  Json object = Json::object();
  for (const auto& [key, value] : texts) {
    object[key] = value;
  }
  return object;
}

Json comparison_object(const PolicyComparison& policy) {
  const PairedResult& paired = policy.paired;
  Json object = {{"policy", policy.policy},
                 {"overloaded", paired.is_overloaded},
                 {"requests", {{"measured", paired.measured}, {"paired", paired.paired}}},
                 {"texts", {{"asked", paired.texts}, {"differing", paired.texts_differing}}}};
  for (const NamedEstimate& figure : estimates_of(paired)) {
    object[figure.name] = {{"value", json_number(figure.estimate.value)},
                           {"ci95", json_number(figure.estimate.half_width)}};
  }
  return object;
}

Json comparison_object(const PointComparison& point) {
  Json policies = Json::array();
  for (const PolicyComparison& policy : point.policies) {
    policies.push_back(comparison_object(policy));
  }
  return {{"file", point.path.string()},
          {"scenario", point.scenario},
          {"seed", point.seed},
          {"point", point.index},
          // Parameters are the values that the point sets in the scenario, for programs; labels are the short
          // names on its axes, for people.
          {"parameters", object_of(point.point.parameters)},
          {"labels", object_of(point.point.labels)},
          {"replications", point.replications},
          {"synthetic_trace", !point.point.synthetic_trace.empty()},
          {"assumed_entries", point.point.assumed},
          {"policies", policies}};
}

/// The keys of the labels or parameters of all points, in order of first appearance. Files may have different
/// axes, but a CSV has one header.
std::vector<std::string> keys_of(const std::vector<PointComparison>& points,
                                 analysis::NamedTexts analysis::Point::*which) {
  std::vector<std::string> keys;
  for (const PointComparison& point : points) {
    for (const auto& [key, value] : point.point.*which) {
      add_unique(keys, key);
    }
  }
  return keys;
}

/// The value of that key, or "" if the point lacks it.
std::string value_of(const analysis::NamedTexts& texts, const std::string& key) {
  const auto found =
      std::find_if(texts.begin(), texts.end(), [&key](const auto& each) { return each.first == key; });
  return found == texts.end() ? "" : found->second;
}

using CsvFields = std::vector<std::string>;

CsvFields csv_header(const CsvFields& labels, const CsvFields& parameters) {
  CsvFields fields = {"file", "scenario", "point"};
  for (const std::string& key : labels) {
    fields.push_back(csv::field("label." + key));
  }
  for (const std::string& key : parameters) {
    fields.push_back(csv::field("parameter." + key));
  }
  const CsvFields more = {"synthetic_trace", "replications", "baseline", "policy",         "overloaded",
                          "measured",        "paired",       "texts",    "texts_differing"};
  fields.insert(fields.end(), more.begin(), more.end());
  // An empty result serves, since only the names are used: header and rows cannot differ.
  for (const NamedEstimate& figure : estimates_of({})) {
    fields.emplace_back(figure.name);
    fields.push_back(fmt::format("{}_ci95", figure.name));
  }
  return fields;
}

CsvFields csv_fields_of(const PointComparison& point, const PolicyComparison& policy,
                        const std::string& baseline) {
  const PairedResult& paired = policy.paired;
  // Booleans are 0 or 1, which every CSV reader takes for numbers; fields that cannot contain commas are not
  // quoted.
  CsvFields fields = {fmt::format("{:d}", !point.point.synthetic_trace.empty()),
                      fmt::format("{}", point.replications),
                      csv::field(baseline),
                      csv::field(policy.policy),
                      fmt::format("{:d}", paired.is_overloaded),
                      fmt::format("{}", paired.measured),
                      fmt::format("{}", paired.paired),
                      fmt::format("{}", paired.texts),
                      fmt::format("{}", paired.texts_differing)};
  for (const NamedEstimate& figure : estimates_of(paired)) {
    fields.push_back(csv_field(figure.estimate.value));
    fields.push_back(csv_field(figure.estimate.half_width));
  }
  return fields;
}

}  // namespace

std::string comparison_json(const std::vector<PointComparison>& points, const std::string& baseline) {
  Json list = Json::array();
  for (const PointComparison& point : points) {
    list.push_back(comparison_object(point));
  }
  return results::to_text({{"format", kComparisonFormat},
                           {"version", kComparisonVersion},
                           {"dimsim", kVersion},
                           {"baseline", baseline},
                           {"points", list}}) +
         "\n";
}

std::string comparison_csv(const std::vector<PointComparison>& points, const std::string& baseline) {
  const CsvFields labels = keys_of(points, &analysis::Point::labels);
  const CsvFields parameters = keys_of(points, &analysis::Point::parameters);
  std::string text = fmt::format("{}\n", fmt::join(csv_header(labels, parameters), ","));
  for (const PointComparison& point : points) {
    // These fields are the same for all policies of the point.
    CsvFields place = {csv::field(point.path.string()), csv::field(point.scenario),
                       fmt::format("{}", point.index)};
    for (const std::string& key : labels) {
      place.push_back(csv::field(value_of(point.point.labels, key)));
    }
    for (const std::string& key : parameters) {
      place.push_back(csv::field(value_of(point.point.parameters, key)));
    }
    for (const PolicyComparison& policy : point.policies) {
      text += fmt::format("{},{}\n", fmt::join(place, ","),
                          fmt::join(csv_fields_of(point, policy, baseline), ","));
    }
  }
  return text;
}

}  // namespace dimsim::cli

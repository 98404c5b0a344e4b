#include "dimsim/plan/vocabulary.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/plan/cluster.hpp"
#include "dimsim/plan/names.hpp"
#include "dimsim/scenario/vocabulary.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dimsim::plan {
namespace {

// The builders of language/type.hpp make the tables below readable without their namespace.
using language::choice;
using language::defaulted;
using language::Field;
using language::integer;
using language::list;
using language::mapping;
using language::optional;
using language::record;
using language::required;
using language::share;
using language::text;
using language::TypePtr;

constexpr double kMostReplications = 1e6;  ///< sanity limit
/// An interval from two has 1 degree of freedom: its width is arbitrary.
constexpr double kFewestReplications = 3;
constexpr double kLeastConfidence = 0.5;
constexpr double kMostConfidence = 0.999;

TypePtr wanted_precision() {
  return record(
      {required("metric", text(), "name of the metric in results: `latency.p95`"),
       required("relative", share(0, 1, false),
                "half-width of the confidence interval, relative to the mean, at which replication stops"),
       defaulted("confidence", share(kLeastConfidence, kMostConfidence), "95%", "of the interval"),
       defaulted("max", integer(kFewestReplications, kMostReplications), "100",
                 "largest number of replications")});
}

Field excluded_points() {
  return optional(
      "exclude", list(mapping(language::any()), 1),
      "points to leave out: by axis a value, a list of values or a comparison such as `\"< 5Mbps\"`");
}

TypePtr sweep() {
  static const TypePtr type = mapping(mapping(language::values()), {excluded_points()});
  return type;
}

/// The keys for the number of replications.
std::vector<Field> repetition_fields() {
  return {defaulted("replications", integer(1, kMostReplications), "1",
                    "runs of every policy, which differ in their random numbers alone"),
          optional("precision", wanted_precision(),
                   "as many replications as the mean of a metric needs to reach a precision, instead of "
                   "`replications`")};
}

/// The keys for the points of a study and for what is kept of them.
std::vector<Field> sweep_fields() {
  return {
      optional(
          "sweep", sweep(),
          "a study: for each axis, the values that it sets at a path of this file "
          "(`network.access.bandwidth`), as a list or as a range `FROM..TO/lin/N` or `FROM..TO/log/N` "
          "of N values, both ends included. "
          "Several axes give all combinations; several paths of one axis change together; `exclude` leaves "
          "out points that meet all conditions of one of its maps"),
      defaulted("keep_requests", choice(language::words_of(kKeepRequests)), "auto",
                language::documented("write every request into the result file", kKeepRequests))};
}

/// Keys are placed by their neighbour and not by number, so that the documentation keeps its order when a
/// scenario gets another key.
void insert_after(std::vector<Field>& fields, std::string_view key, std::vector<Field> more) {
  const auto place =
      std::find_if(fields.begin(), fields.end(), [key](const Field& field) { return field.key == key; });
  if (place == fields.end()) {
    throw InvariantError("a scenario has no key '" + std::string(key) + "'");
  }
  fields.insert(place + 1, std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

language::Type make_study_type() {
  std::vector<Field> fields = scenario::scenario_fields();
  insert_after(fields, "seed", repetition_fields());
  insert_after(fields, "policies", sweep_fields());
  fields.push_back(
      optional("cluster", cluster_type(),
               "what a task of `dimsim sweep-script` requests from Slurm; no result depends on it"));
  fields.push_back(optional(
      "version", integer(1),
      "of the scenario language that the file is written in; now " + std::to_string(kLanguageVersion)));
  return *record(std::move(fields));
}

}  // namespace

const language::Type& study_type() {
  static const language::Type type = make_study_type();
  return type;
}

const language::Type& sweep_type() { return *sweep(); }

std::span<const language::Rename> renamed_keys() { return {}; }

}  // namespace dimsim::plan

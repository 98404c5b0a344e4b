#include "dimsim/plan/study_section.hpp"

#include "dimsim/language/tree.hpp"

#include <fmt/format.h>

namespace dimsim::scenario {

namespace {

using language::choice;
using language::defaulted;
using language::integer;
using language::list;
using language::mapping;
using language::optional;
using language::record;
using language::required;
using language::share;
using language::text;

constexpr double kMostReplications = 1e6;
constexpr double kFewestReplications = 3;  ///< with two, an interval says nothing of its own width
constexpr double kLeastConfidence = 0.5;
constexpr double kMostConfidence = 0.999;

TypePtr wanted_precision() {
  return record(
      {required("metric", text(), "whose mean shall be exact, as results call it: `latency.p95`"),
       required("relative", share(0, 1, false),
                "half-width of the confidence interval over the mean from which on no more are run"),
       defaulted("confidence", share(kLeastConfidence, kMostConfidence), "95%", "of the interval"),
       defaulted("max", integer(kFewestReplications, kMostReplications), "100",
                 "replications after which it stops in any case")});
}

Field excluded_points() {
  return optional(
      "exclude", list(mapping(language::any()), 1),
      "points to leave out: by axis a value, a list of values or a comparison such as `\"< 5Mbps\"`");
}

}  // namespace

Field replications_field() {
  return defaulted("replications", integer(1, kMostReplications), "1",
                   "runs of every policy, which differ in their random numbers alone");
}

Field precision_field() {
  return optional("precision", wanted_precision(),
                  "as many replications as it takes to know a metric well enough, instead of `replications`");
}

Field sweep_field() {
  return optional(
      "sweep", mapping(mapping(language::values()), {excluded_points()}),
      "a study: by axis, the values that it puts under a path of this file "
      "(`network.access.bandwidth`), as a list or as a range `FROM..TO/lin/N` or `FROM..TO/log/N` "
      "of N values, both ends included. "
      "Several axes make all combinations; several paths of one axis go together; `exclude` leaves out "
      "points that meet all conditions of one of its maps");
}

Field keep_requests_field() {
  return defaulted(
      "keep_requests", choice({"auto", "yes", "no", "true", "false"}), "auto",
      "write every request into the result file; `auto`: where nothing is swept and there is one "
      "replication");
}

void check_replications(const Node& scenario, Diagnostics& diagnostics) {
  const Node* replications = valid(scenario, "replications");
  const Node* precision = valid(scenario, "precision");
  if (replications != nullptr && precision != nullptr && replications->integer() != 1) {
    diagnostics.add(
        {precision->place,
         fmt::format("precision: it finds the number of replications, but 'replications: {}' gives it",
                     replications->text),
         "remove one of them; 'max' of 'precision' bounds the number",
         {{replications->place, "'replications' given here"}}});
  }
}

Precision bind_precision(const Node& precision) {
  return {.metric = precision.at("metric").string(),
          .relative = precision.at("relative").share(),
          .confidence = precision.at("confidence").share(),
          .most = static_cast<std::uint32_t>(precision.at("max").integer()),
          .metric_place = precision.at("metric").place};
}

}  // namespace dimsim::scenario

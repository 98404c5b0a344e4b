#include "dimsim/plan/repetition.hpp"

#include <fmt/format.h>

namespace dimsim::plan {

RepetitionDraft read_repetition(const language::Node& study) {
  RepetitionDraft draft;
  draft.replications_origin = language::read(study, "replications", draft.replications);
  draft.precision_origin = language::origin_of(study, "precision");
  if (const language::Node* node = language::given(study, "precision")) {
    Precision precision;
    precision.metric_place = language::read(*node, "metric", precision.metric).place;
    language::read(*node, "relative", precision.relative);
    language::read(*node, "confidence", precision.confidence);
    language::read(*node, "max", precision.most);
    draft.precision = precision;
  }
  return draft;
}

void check(const RepetitionDraft& repetition, Diagnostics& diagnostics) {
  // `replications: 1` beside a precision is accepted: it is the default, and the text of a resolved scenario
  // states every default.
  const language::Origin& replications = repetition.replications_origin;
  if (replications.is_given() && repetition.precision && repetition.replications != 1) {
    diagnostics.add(
        {repetition.precision_origin.place,
         fmt::format("precision: it finds the number of replications, but 'replications: {}' gives it",
                     replications.text),
         "remove one of them; 'max' of 'precision' bounds the number",
         {{replications.place, "'replications' given here"}}});
  }
}

}  // namespace dimsim::plan

#include "dimsim/policy/patience.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/climb.hpp"

#include <utility>

namespace dimsim::policy {
namespace {

/// Number of exits directly before the latest one that gave the same answer.
std::int64_t agreements(std::span<const Exit> exits) {
  std::int64_t count = 0;
  // From the latest exit back to the first that disagrees; counted anew, as progress contains all exits.
  for (std::size_t i = exits.size() - 1; i-- > 0 && exits[i].prediction == exits.back().prediction;) {
    ++count;
  }
  return count;
}

struct PatienceParameters {
  std::int64_t patience = 1;
  Place place;
};

class Patience : public Policy {
 public:
  Patience(const PatienceParameters& parameters, const Fleet& fleet)
      : climb_(fleet, every_exit(fleet), parameters.place), patience_(parameters.patience) {}

  Action start(const Request& /*request*/) override { return climb_.to(0); }

  Action next(const Request& /*request*/, const Progress& progress) override {
    // The patience may exceed the number of exits; then every request is answered by the last one.
    return agreements(progress.exits) >= patience_ ? Action::answer() : climb_.next_after(progress);
  }

 private:
  Climb climb_;
  std::int64_t patience_;
};

}  // namespace

Entry patience_entry() {
  return {.name = "patience",
          .summary = "from the device upwards, until several exits in a row agree",
          .rule = prose(R"(
Every request starts on the device and passes the exits on its path in order, up the tiers (exits that
are not deeper than an earlier one are skipped). A counter is incremented when an exit gives the same
answer as the previous exit, and reset to 0 when it does not. The request is answered when the counter
reaches `patience`, and always by the last exit. A patience of 1 therefore means two equal answers in a
row.
)"),
          .source = "Zhou et al., BERT Loses Patience (PABEE), NeurIPS 2020, section 3.2",
          .parameters = {language::defaulted("patience", language::integer(1), "1",
                                             "number of consecutive agreements required for an answer")},
          .read = [](const Node& parameters) {
            return creates<Patience>(PatienceParameters{.patience = parameters.at("patience").integer(),
                                                        .place = parameters.place});
          }};
}

}  // namespace dimsim::policy

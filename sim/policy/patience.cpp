#include "dimsim/policy/patience.hpp"

#include "dimsim/policy/climb.hpp"

#include <utility>

namespace dimsim::policy {
namespace {

/// Exits before the latest that, in a row up to it, gave its answer.
std::int64_t agreements(std::span<const Exit> exits) {
  std::int64_t count = 0;
  for (std::size_t i = exits.size() - 1; i-- > 0 && exits[i].prediction == exits.back().prediction;) {
    ++count;
  }
  return count;
}

class Patience : public Policy {
 public:
  Patience(const Node& parameters, const Fleet& fleet)
      : climb_(fleet, every_exit(fleet), parameters.place), patience_(parameters.at("patience").integer()) {}

  Action start(const Request& /*request*/) override { return climb_.to(0); }

  Action next(const Request& /*request*/, const Progress& progress) override {
    return agreements(progress.exits) >= patience_ ? Action::answer() : climb_.on_from(progress);
  }

 private:
  Climb climb_;
  std::int64_t patience_;
};

}  // namespace

Entry patience_entry() {
  return {
      .name = "patience",
      .summary = "from the device upwards, until several exits in a row agree",
      .rule =
          "Every request begins on the device and passes the exits of its way one after another (those no "
          "deeper than one before left out), up the tiers. A counter rises when an exit gives the answer "
          "of the exit before, and falls to 0 when it does not; the request is answered when the counter "
          "reaches `patience`, and by the last exit in any case. So a patience of 1 means two equal "
          "answers in a row.",
      .source = "Zhou et al., BERT Loses Patience (PABEE), NeurIPS 2020, section 3.2",
      .parameters = {language::defaulted("patience", language::integer(1), "1",
                                         "agreements in a row that make an answer")},
      .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
        return std::make_unique<Patience>(parameters, fleet);
      }};
}

}  // namespace dimsim::policy

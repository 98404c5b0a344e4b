#include "dimsim/policy/always.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/policy/tiers.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

/// The tier of a policy whose name contains it, "all-edge".
struct TierOfPolicy {
  std::string policy;
  TierName tier;
};

class Always : public Policy {
 public:
  // The action is the same for all requests, so it is computed once.
  Always(const TierName& tier, const Fleet& fleet) : action_(answer_at(fleet, tier_named(tier, fleet))) {}
  Always(const TierOfPolicy& chosen, const Fleet& fleet)
      : action_(answer_at(fleet, tier_of(chosen, fleet))) {}
  Action start(const Request& /*request*/) override { return action_; }

 private:
  /// Not tier_named(): the tier's name is part of the policy's name, so a message about an unknown name would
  /// point at text that the user did not write.
  static std::size_t tier_of(const TierOfPolicy& chosen, const Fleet& fleet) {
    const std::optional<std::size_t> index = find_tier(fleet, chosen.tier.name);
    if (!index) {
      throw InputError(chosen.tier.place,
                       fmt::format("policy '{}' needs a tier named '{}'; the tiers are {}", chosen.policy,
                                   chosen.tier.name, enumerate(tier_names(fleet))),
                       "for a tier of another name use {policy: fixed, tier: NAME}");
    }
    return *index;
  }

  Action action_;
};

}  // namespace

Entry fixed_entry() {
  return {
      .name = "fixed",
      .summary = "every request to one tier of your choice",
      .rule = "tier(request) = the parameter `tier`.",
      .source = "baseline",
      .parameters = {language::required("tier", language::text(), "name of the tier that answers all")},
      .read = [](const Node& parameters) { return creates<Always>(read_tier_name(parameters.at("tier"))); }};
}

Entry all_entry(const std::string& tier) {
  const std::string name = "all-" + tier;
  return {.name = name,
          .summary = fmt::format("every request to the tier '{}'", tier),
          .rule = fmt::format("tier(request) = '{}'. Needs a tier of that name.", tier),
          .source = "baseline",
          .parameters = {},
          .read = [name, tier](const Node& parameters) {
            return creates<Always>(TierOfPolicy{.policy = name, .tier = {tier, parameters.place}});
          }};
}

}  // namespace dimsim::policy

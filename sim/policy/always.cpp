#include "dimsim/policy/always.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/policy/tiers.hpp"

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

class Always : public Policy {
 public:
  explicit Always(const Action& action) : action_(action) {}
  Action start(const Request& /*request*/) override { return action_; }

 private:
  Action action_;
};

}  // namespace

Entry fixed_entry() {
  return {.name = "fixed",
          .summary = "every request to one tier of your choice",
          .rule = "tier(request) = the parameter `tier`.",
          .source = "baseline",
          .parameters = {language::required("tier", language::text(), "name of the tier that answers all")},
          .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
            return std::make_unique<Always>(answer_at(fleet, tier_named_by(parameters.at("tier"), fleet)));
          }};
}

Entry all_entry(const std::string& tier) {
  const std::string name = "all-" + tier;
  return {.name = name,
          .summary = fmt::format("every request to the tier '{}'", tier),
          .rule = fmt::format("tier(request) = '{}'. Needs a tier of that name.", tier),
          .source = "baseline",
          .parameters = {},
          .make = [name, tier](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
            const std::optional<std::size_t> index = find_tier(fleet, tier);
            if (!index) {
              throw InputError(parameters.place,
                               fmt::format("policy '{}' needs a tier named '{}'; the tiers are {}", name,
                                           tier, enumerate(tier_names(fleet))),
                               "for a tier of another name use {policy: fixed, tier: NAME}");
            }
            return std::make_unique<Always>(answer_at(fleet, *index));
          }};
}

}  // namespace dimsim::policy

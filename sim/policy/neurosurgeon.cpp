#include "dimsim/policy/neurosurgeon.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/prose.hpp"
#include "dimsim/policy/estimates.hpp"
#include "dimsim/policy/forecast.hpp"
#include "dimsim/policy/offload.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

// All split layers are evaluated for each request: there are at most as many as layers, and their predictions
// change with every measurement, so nothing could be reused.

enum class Objective : std::uint8_t { Latency, Energy };

/// A split point: layers up to `layer` on the device, the rest above.
struct Candidate {
  int layer = 0;
  std::vector<Leg> legs;
};

struct Splits {
  std::uint32_t tier = 0;             ///< tier that runs the rest
  int answer_layer = 0;               ///< layer whose exit answers, on either side
  std::vector<Candidate> candidates;  ///< by rising layer
};

struct NeurosurgeonParameters {
  OffloadTier tier;
  Objective objective = Objective::Latency;
  Smoothing smoothing;
};

Splits all_splits(const Fleet& fleet, std::uint32_t tier) {
  const Tier& device = fleet.tiers.front();
  const Tier& above = fleet.tiers[tier];
  Splits splits{.tier = tier, .answer_layer = above.exits.back(), .candidates = {}};
  const int answer = splits.answer_layer;
  // By rising layer, so that ties go to the lowest one.
  if (above.first_layer == 1) {  // otherwise the tier cannot start from the text
    splits.candidates.push_back({0, {{tier, 1, answer, true}}});
  }
  for (int layer = std::max(1, above.first_layer - 1); layer <= std::min(device.last_layer, answer - 1);
       ++layer) {
    splits.candidates.push_back({layer, {{0, 1, layer, false}, {tier, layer + 1, answer, true}}});
  }
  if (std::find(device.exits.begin(), device.exits.end(), answer) != device.exits.end()) {
    splits.candidates.push_back({answer, {{0, 1, answer, true}}});
  }
  return splits;
}

Splits splits_of(const OffloadTier& parameter, const Fleet& fleet) {
  const auto tier = static_cast<std::uint32_t>(offload_tier(parameter, fleet, 1));
  Splits splits = all_splits(fleet, tier);
  if (splits.candidates.empty()) {
    const Tier& device = fleet.tiers.front();
    const Tier& above = fleet.tiers[tier];
    throw InputError(
        parameter.place(),
        fmt::format("policy 'neurosurgeon' cannot split between '{}', layers {}-{}, and '{}', layers {}-{}: "
                    "the latter cannot continue after any layer of the former",
                    device.name, device.first_layer, device.last_layer, above.name, above.first_layer,
                    above.last_layer),
        fmt::format("let '{}' begin at layer {} or lower, or name another `tier`", above.name,
                    device.last_layer + 1));
  }
  return splits;
}

class Neurosurgeon : public Policy {
 public:
  Neurosurgeon(const NeurosurgeonParameters& parameters, const Fleet& fleet)
      : splits_(splits_of(parameters.tier, fleet)),
        objective_(parameters.objective),
        estimates_(fleet, parameters.smoothing) {}

  void begin(const Knowledge& knowledge) override {
    forecast_ = &knowledge.forecast;
    estimates_.begin(knowledge);
  }
  [[nodiscard]] bool learns() const override { return true; }
  void feedback(const Request& request, const Feedback& feedback) override {
    estimates_.learn(request, feedback);
  }

  Action start(const Request& request) override {
    const Candidate* best = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const Candidate& candidate : splits_.candidates) {
      const double value = value_of(request, candidate);
      if (best == nullptr || value < least) {  // the first one even if its value is infinite
        best = &candidate;
        least = value;
      }
    }
    if (best->layer == splits_.answer_layer) {
      return Action::run_to_exit(0, splits_.answer_layer, true);
    }
    // Recorded at the arrival although the device may compute first: the predicted delay covers that too.
    const double now_s = request.arrival_s;
    estimates_.sent(request, splits_.tier, now_s, estimates_.delay_s(request, {}, best->legs, now_s));
    return best->layer == 0 ? Action::run_to_exit(splits_.tier, splits_.answer_layer, true)
                            : Action::run_to_split(0, best->layer);
  }

  Action next(const Request& /*request*/, const Progress& progress) override {
    return progress.exits.empty() ? Action::run_to_exit(splits_.tier, splits_.answer_layer, false)
                                  : Action::answer();
  }

 private:
  [[nodiscard]] double value_of(const Request& request, const Candidate& candidate) const {
    return objective_ == Objective::Latency
               ? estimates_.delay_s(request, {}, candidate.legs, request.arrival_s)
               : device_j(request, candidate);
  }

  /// Energy of the device: the service on its processor, and its radio while it sends.
  [[nodiscard]] double device_j(const Request& request, const Candidate& candidate) const {
    double joules = 0;
    if (candidate.layer > 0) {
      joules += forecast_->compute_j(request.device, estimates_.service_s(request, candidate.legs.front()));
    }
    if (candidate.layer < splits_.answer_layer) {
      const double payload =
          candidate.layer == 0 ? request.text_bytes : forecast_->hidden_state_bytes(request.tokens);
      // The radio is active until the last byte is sent; propagation takes place after that. Learned
      // corrections may make the difference negative.
      const double sending_s =
          estimates_.message_s(request.device, kNowhere, splits_.tier, payload, request.arrival_s) -
          forecast_->propagation_s(request.device, splits_.tier);
      joules += forecast_->upload_j(request.device, forecast_->wire_bytes(payload), std::max(0.0, sending_s));
    }
    return joules;
  }

  Splits splits_;
  Objective objective_;
  Estimates estimates_;
  const Forecast* forecast_ = nullptr;
};

std::vector<Field> neurosurgeon_fields() {
  return joined({offload_field("tier that runs the rest; default: the last"),
                 language::defaulted("objective", language::choice({"latency", "energy"}), "latency",
                                     "what to minimise: the predicted latency, or the device's energy")},
                smoothing_fields());
}

}  // namespace

Entry neurosurgeon_entry() {
  return {
      .name = "neurosurgeon",
      .summary = "first layers on the device, the rest in a tier above, split where the prediction is best",
      .rule = prose(R"(
Split layer k: layers 1..k run on the device, and the hidden state of layer k goes to `tier`, which runs
layers k+1..L and answers at its deepest exit L. k = 0 sends the text; k = L runs everything on the
device, if it has exit L. Among all values that the layers of both tiers allow, k minimises the
predicted latency (ties go to the lowest k); or, with objective energy, the energy of the device above
idle: compute power · service + upload energy of the bytes + active radio power · time until the last
byte is sent (without promotion and tail of the radio). The decision is made once per request, at its
arrival. The paper predicts the time of a layer by regression and polls the load of the server
periodically; here profiles and the device's own measurements take their place.
)") + " " + estimates_rule(),
      .source = "Kang et al., Neurosurgeon, ASPLOS 2017, section 5",
      .parameters = neurosurgeon_fields(),
      .read = [](const Node& parameters) {
        const bool by_latency = parameters.at("objective").string() == "latency";
        return creates<Neurosurgeon>(
            NeurosurgeonParameters{.tier = read_offload_tier(parameters),
                                   .objective = by_latency ? Objective::Latency : Objective::Energy,
                                   .smoothing = read_smoothing(parameters)});
      }};
}

}  // namespace dimsim::policy

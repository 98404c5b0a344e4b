#include "dimsim/base/error.hpp"
#include "dimsim/scenario/draft.hpp"

#include <string>

#include <fmt/format.h>

// The order of the tiers is the order in which requests escalate: from the device upwards, never towards it,
// and from layer to layer.

namespace dimsim::scenario {
namespace {

using language::Origin;

/// Results list the energy and carbon of the network and the total beside those of the tiers, under these
/// names.
void check_reserved(const TierDraft& tier, std::size_t index, Diagnostics& diagnostics) {
  if (tier.name.is_given() && (tier.values.name == kNetworkKey || tier.values.name == kTotalKey)) {
    diagnostics.add(tier.name.place,
                    fmt::format("{}.name: {} is reserved; results use it beside the names of the tiers",
                                path_of_tier(index), quote(tier.values.name)));
  }
}

/// The first tier is on the device, and no tier is nearer to it than the one before. Equal locations are
/// allowed: two tiers may share a site.
void check_location(const Draft& draft, std::size_t index, Diagnostics& diagnostics) {
  const Origin& origin = draft.tiers[index].location;
  const Location location = draft.tiers[index].values.location;
  if (!origin.is_given()) {
    return;
  }
  if (index == 0) {
    if (location != Location::Device) {
      diagnostics.add(origin.place,
                      fmt::format("{}.location: found {}; the first tier is on the device",
                                  path_of_tier(index), quote(origin.text)),
                      "put the tier of the devices first; requests start there");
    }
    return;
  }
  const TierDraft& before = draft.tiers[index - 1];
  if (location == Location::Device) {
    diagnostics.add(origin.place,
                    fmt::format("{}.location: only the first tier is on the device", path_of_tier(index)),
                    "expected site, metro or cloud");
  } else if (before.location.is_given() && before.values.location > location) {
    diagnostics.add(origin.place,
                    fmt::format("{}.location: {} is nearer to the device than the tier before, {}",
                                path_of_tier(index), quote(origin.text), tier_label(draft, index - 1)),
                    "tiers are listed from the device upwards");
  }
}

/// Checks that the layers of a tier exist and that a tier which does not start from the text can be reached:
/// its first layer needs the hidden state after the layer before, which is what an earlier tier has sent when
/// it ends there.
void check_layers(const Draft& draft, std::size_t index, Diagnostics& diagnostics) {
  const TierDraft& tier = draft.tiers[index];
  if (!tier.layers.is_given()) {
    return;
  }
  if (draft.model.layers.is_given() && tier.values.last_layer > draft.model.values.layers) {
    diagnostics.add(tier.layers.place,
                    fmt::format("{}.layers: {} goes beyond the {} layers of the model", path_of_tier(index),
                                quote(tier.layers.text), draft.model.layers.text));
  }
  if (tier.values.first_layer == 1) {
    return;
  }
  for (std::size_t i = 0; i < index; ++i) {
    const TierDraft& earlier = draft.tiers[i];
    if (!earlier.layers.is_given() || earlier.values.last_layer + 1 == tier.values.first_layer) {
      return;  // found, or a refused tier may be the one
    }
  }
  diagnostics.add(tier.layers.place,
                  fmt::format("{}.layers: {} starts after layer {}, but no earlier tier ends there",
                              path_of_tier(index), quote(tier.layers.text), tier.values.first_layer - 1),
                  "a tier continues where an earlier one ends, or starts at layer 1");
}

void check_exits(const TierDraft& tier, std::size_t index, Diagnostics& diagnostics) {
  int before = 0;  // no layer has the number 0, so that the first exit is always greater
  for (std::size_t i = 0; i < tier.exits.size(); ++i) {
    const Origin& exit = tier.exits[i];
    const int layer = tier.values.exits[i];
    if (!exit.is_given()) {
      continue;
    }
    if (tier.layers.is_given() && (layer < tier.values.first_layer || layer > tier.values.last_layer)) {
      diagnostics.add(
          {exit.place,
           fmt::format("{}.exits: there is no layer {} in this tier", path_of_tier(index), exit.text),
           "",
           {{tier.layers.place, "its layers are given here"}}});
    }
    if (layer <= before) {
      diagnostics.add(exit.place, fmt::format("{}.exits: {} is not greater than the previous exit, {}",
                                              path_of_tier(index), exit.text, before));
    }
    before = layer;
  }
}

}  // namespace

void check_tiers(const Draft& draft, Diagnostics& diagnostics) {
  if (draft.tiers.size() > kMostTiers) {
    diagnostics.add(draft.tiers[kMostTiers].self.place,
                    fmt::format("deployment.tiers: more than {} tiers", kMostTiers));
  }
  for (std::size_t i = 0; i < draft.tiers.size(); ++i) {
    check_reserved(draft.tiers[i], i, diagnostics);
    check_location(draft, i, diagnostics);
    check_layers(draft, i, diagnostics);
    check_exits(draft.tiers[i], i, diagnostics);
  }
}

}  // namespace dimsim::scenario

#include "dimsim/cli/text/explanation_text.hpp"

#include "dimsim/analysis/request_parts.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/policy/registry.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Each section divides one total of the request (latency, energy, λ) into parts. The totals come from the
// simulation; the parts are computed here again from the visits and the scenario. Whatever the known parts do
// not cover becomes a row of its own, so that a table always adds up to the value in the file, and a quantity
// that the file does not record is named instead of being estimated.

namespace dimsim::cli {
namespace {

using analysis::Activity;
using analysis::LatencyPart;
using analysis::RequestDetail;
using analysis::TierVisit;

constexpr std::size_t kExplanationWidth = 100;

std::string paragraph(const std::string& text) { return "  " + wrapped(text, kExplanationWidth - 2, 2); }

std::string share_of(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f} %", 100 * part / whole) : "";
}

/// The grid, indented. Lines are cut rather than wrapped, which would break the columns.
std::string indented_grid(const Grid& grid) {
  std::string text;
  for (const std::string& line : lines_of(grid, 2)) {
    text += fmt::format("  {}\n", shortened(line, kExplanationWidth - 2));
  }
  return text;
}

std::string heading(const Explained& explained) {
  const RequestDetail& request = explained.request;
  std::string text = fmt::format("Request {} of {} under {}", explained.index,
                                 thousands(explained.run.requests), explained.run.policy);
  text += explained.point.empty() ? "" : fmt::format(", point {} ({})", explained.run.point, explained.point);
  text += explained.run.replication == 0 ? "" : fmt::format(", replication {}", explained.run.replication);
  text = wrapped(text, kExplanationWidth, 2);
  std::string device = fmt::format("Device {}", request.device);
  if (!request.group.empty()) {
    device += fmt::format(" ({}{})", request.group, request.site.empty() ? "" : " at " + request.site);
  }
  text +=
      paragraph(fmt::format("{} sent sample {} at {:.6f} s, {}.", device, request.sample, request.arrival_s,
                            request.measured != 0 ? "after the warm-up" : "during the warm-up"));
  if (!request.is_answered()) {
    return text + paragraph("It was not answered, so it has no latency.");
  }
  return text + paragraph(fmt::format("{} answered it at the exit after layer {}: class {}, which is {}.",
                                      explained.run.tiers[request.answered_tier], request.exit_layer,
                                      request.prediction, request.correct != 0 ? "correct" : "wrong"));
}

std::string part_name(const Explained& explained, const LatencyPart& part) {
  const std::string& tier = explained.run.tiers[part.tier];
  switch (part.activity) {
    case Activity::Up:
      return "transfer up to " + tier;
    case Activity::Queue:
      return "queue at " + tier;
    case Activity::Compute:
      return "compute at " + tier;
    case Activity::Down:
      return "answer from " + tier;
  }
  return "";
}

std::string latency_text(const Explained& explained) {
  const std::vector<LatencyPart> parts = analysis::latency_parts(explained.request);
  if (parts.empty()) {
    return "";
  }
  const double whole_s = explained.request.latency_s;
  // Each part begins where the previous one ends, so the rows form a chronological account without gaps.
  Grid grid{{"part", "start, ms", "duration, ms", "share"}};
  for (const LatencyPart& part : parts) {
    grid.push_back({part_name(explained, part),
                    fmt::format("{:.3f}", 1e3 * (part.begin_s - explained.request.arrival_s)),
                    fmt::format("{:.3f}", 1e3 * part.length_s()), share_of(part.length_s(), whole_s)});
  }
  grid.push_back({"latency", "", fmt::format("{:.3f}", 1e3 * whole_s), share_of(whole_s, whole_s)});
  std::string text = "\nLatency, in order of time from the arrival\n" + indented_grid(grid);
  const bool has_transfers = std::any_of(parts.begin(), parts.end(), [](const LatencyPart& part) {
    return part.activity == Activity::Up || part.activity == Activity::Down;
  });
  return has_transfers
             ? text + paragraph(
                          "Not split by the file: a transfer's set-up, waiting on the connection, radio "
                          "promotion, transmission and propagation.")
             : text;
}

/// The device that served the request at a tier, or null if unknown. Visits record only the name of the
/// station, TIER/GROUP or TIER/GROUP/NUMBER; the slash keeps group "a" from matching the stations of "ab".
const model::Device* host_of(const Explained& explained, std::size_t tier) {
  if (explained.scenario == nullptr || tier >= explained.scenario->tiers.size()) {
    return nullptr;
  }
  const std::string& station = explained.request.visits[tier].station;
  const scenario::Tier& where = explained.scenario->tiers[tier];
  for (const scenario::HostGroup& group : where.hosts) {
    const std::string name = where.name + "/" + group.name;
    if (station == name || station.starts_with(name + "/")) {
      return &group.device;
    }
  }
  return nullptr;
}

/// The radio of the request's device, or null if unknown. A host group may override the access link of the
/// network.
const scenario::Radio* radio_of(const Explained& explained) {
  if (explained.scenario == nullptr) {
    return nullptr;
  }
  const auto& groups = explained.scenario->tiers.front().hosts;
  for (const scenario::HostGroup& group : groups) {
    if (group.name == explained.request.group) {
      return group.access ? &group.access->radio : &explained.scenario->network.access.radio;
    }
  }
  return nullptr;
}

/// A table of the parts of a sum. The remainder that no part covers gets a row of its own.
class SumTable {
 public:
  SumTable(std::string unit, double whole) : whole_(whole), left_(whole) {
    grid_.push_back({"part", std::move(unit), "share"});
  }

  void add(const std::string& name, double value) {
    row(name, value);
    left_ -= value;
  }

  /// The table, with a row `rest` for the remainder unless it is within rounding errors, and the row `whole`.
  [[nodiscard]] std::string text(const std::string& rest, const std::string& whole) {
    // A date is rounded to 2^-52 of its value, and a service may be as short as a millionth of the run.
    constexpr double kRounding = 1e-9;
    if (std::abs(left_) > kRounding * std::abs(whole_)) {
      row(rest, left_);
    }
    row(whole, whole_);
    return indented_grid(grid_);
  }

 private:
  void row(const std::string& name, double value) {
    grid_.push_back({name, fmt::format("{:.6g}", value), share_of(value, whole_)});
  }

  Grid grid_;
  double whole_;
  double left_;
};

constexpr double kMilli = 1e3;

/// Adds the energy of computing by tier. All or nothing: with one device unknown, its share would appear in
/// the remainder and be taken for the radio's.
void add_compute(SumTable& shares, const Explained& explained) {
  const RequestDetail& request = explained.request;
  bool knows_hosts = true;
  for (std::size_t tier = 0; tier < request.visits.size(); ++tier) {
    knows_hosts = knows_hosts && (!request.visits[tier].happened() || host_of(explained, tier) != nullptr);
  }
  if (!knows_hosts) {
    shares.add("compute, all tiers", kMilli * request.compute_j);
    return;
  }
  for (std::size_t tier = 0; tier < request.visits.size(); ++tier) {
    const TierVisit& visit = request.visits[tier];
    if (visit.happened()) {
      const model::Device& host = *host_of(explained, tier);
      // The energy model of the engine: a fixed part per inference, and the power above idle while it is
      // served.
      const double joules =
          host.inference_j + model::active_power_w(host) * (visit.finished_s - visit.started_s);
      shares.add("compute at " + explained.run.tiers[tier], kMilli * joules);
    }
  }
}

/// Adds the energy of the bytes that the device sent and received.
void add_radio(SumTable& shares, const Explained& explained) {
  const RequestDetail& request = explained.request;
  const scenario::Radio* radio = radio_of(explained);
  if (radio == nullptr) {
    shares.add("radio", kMilli * request.radio_j);
    return;
  }
  // Without transfers the radio was not used, and rows of 0 would only distract.
  if (request.up_bytes > 0) {
    const double up_j = static_cast<double>(request.up_bytes) * radio->up_j_per_byte;
    const double down_j = static_cast<double>(request.down_bytes) * radio->down_j_per_byte;
    shares.add(fmt::format("radio, {} B sent", thousands(request.up_bytes)), kMilli * up_j);
    shares.add(fmt::format("radio, {} B received", thousands(request.down_bytes)), kMilli * down_j);
  }
}

std::string energy_text(const Explained& explained) {
  const RequestDetail& request = explained.request;
  SumTable shares("mJ", kMilli * (request.compute_j + request.radio_j));
  add_compute(shares, explained);
  add_radio(shares, explained);
  return "\nEnergy charged to the request\n" +
         shares.text("radio awake: promotion, active time, tail", "energy") +
         paragraph("Above idle: no request is charged for idle power and sleep.") +
         (request.up_bytes > 0
              ? paragraph("Not split by the file: the radio's promotion, active time and tail.")
              : "");
}

// Tiers may be skipped: a policy can start above the device.
std::vector<std::size_t> visited(const Explained& explained) {
  std::vector<std::size_t> tiers;
  for (std::size_t tier = 0; tier < explained.request.visits.size(); ++tier) {
    if (explained.request.visits[tier].happened()) {
      tiers.push_back(tier);
    }
  }
  return tiers;
}

std::string lambda_text(const Explained& explained) {
  const std::vector<std::size_t> tiers = visited(explained);
  SumTable shares("λ", explained.request.lambda);
  // A scenario with another number of tiers is not that of the run.
  const bool is_known =
      explained.scenario != nullptr && explained.scenario->tiers.size() == explained.request.visits.size();
  for (const std::size_t tier : is_known ? tiers : std::vector<std::size_t>{}) {
    if (const double entering = explained.scenario->tiers[tier].offload_lambda; entering > 0) {
      shares.add("entering " + explained.run.tiers[tier], entering);
    }
  }
  std::string note;
  // With one tier, the exit that answered is also where the request left it. With several, the file does not
  // record after which layer a lower tier was left.
  if (is_known && tiers.size() == 1 && explained.request.is_answered()) {
    const scenario::Tier& tier = explained.scenario->tiers[tiers.front()];
    const int layers = explained.request.exit_layer - tier.first_layer + 1;
    shares.add(fmt::format("layers {}-{} at {}", tier.first_layer, explained.request.exit_layer, tier.name),
               layers * tier.layer_lambda);
  } else if (is_known) {
    note =
        paragraph("Not split by the file: after which layer it left a tier, and which exits were evaluated.");
  }
  const char* rest = !is_known           ? "all of it"
                     : tiers.size() == 1 ? "exit heads evaluated"
                                         : "layers and exit heads";
  return "\nCost\n" + shares.text(rest, "λ") + note;
}

/// The money that this request alone causes: egress. Everything else is paid for hosts, busy or not.
std::string money_text(const Explained& explained) {
  if (explained.scenario == nullptr || !explained.request.is_answered()) {
    return paragraph("USD: the file has no costs per request.");
  }
  const bool is_cloud =
      explained.scenario->tiers[explained.request.answered_tier].location == scenario::Location::Cloud;
  if (!is_cloud) {
    return paragraph(
        "USD: no byte left the cloud. Rent, ownership and services belong to hosts, not to requests.");
  }
  const auto& steps = explained.scenario->cost.egress;
  if (steps.empty()) {
    return paragraph(
        "USD: bytes out of the cloud cost nothing here. Rent, ownership and services belong to hosts.");
  }
  const double bytes = static_cast<double>(explained.request.down_bytes);
  // The price of a byte depends on the volume of the whole month, so a single request has only a range of
  // prices.
  const auto price = [&](bool largest) {
    double usd = steps.front().usd_per_byte;
    for (const scenario::EgressStep& step : steps) {
      usd = largest ? std::max(usd, step.usd_per_byte) : std::min(usd, step.usd_per_byte);
    }
    return usd * bytes;
  };
  const std::string range =
      price(false) == price(true)
          ? fmt::format("{:.3g} USD", price(true))
          : fmt::format("{:.3g} to {:.3g} USD, by the month's volume", price(false), price(true));
  return paragraph(
      fmt::format("USD: {} B out of the cloud, {}. Rent, ownership and services belong to hosts, "
                  "not to requests.",
                  explained.request.down_bytes, range));
}

const scenario::PolicyChoice* choice_of(const Explained& explained) {
  if (explained.scenario != nullptr) {
    for (const scenario::PolicyChoice& choice : explained.scenario->policies) {
      // Runs are recorded under labels, since a scenario may use one policy with several sets of parameters.
      if (choice.label == explained.run.policy) {
        return &choice;
      }
    }
  }
  return nullptr;
}

/// The sample's label and the confidences that the policy saw. Empty for files of versions that did not
/// record them.
std::string confidence_text(const Explained& explained) {
  if (explained.request.label == analysis::RequestFields::kNotInFile) {
    return "";
  }
  const std::string_view label = trace::to_string(static_cast<trace::Complexity>(explained.request.label));
  std::vector<std::string> exits;
  for (const std::size_t tier : visited(explained)) {
    const double confidence = explained.request.visits[tier].confidence;
    exits.push_back(fmt::format("{} {}", explained.run.tiers[tier],
                                std::isnan(confidence) ? "none" : fmt::format("{:.3f}", confidence)));
  }
  return paragraph(fmt::format("Label of sample {}: {}. Confidence of the last exit that was evaluated: {}.",
                               explained.request.sample, label, fmt::join(exits, " → ")));
}

/// The sample's properties and the answers of all exits, from the trace.
std::string sample_text(const Explained& explained) {
  if (explained.samples == nullptr) {
    return paragraph(
        "Not in the file: the sample's text and what its other exits answered. --trace FILE reads them.");
  }
  const trace::Split& split = *explained.samples;
  const std::size_t sample = explained.request.sample;
  std::string text = fmt::format("Sample {}: {} tokens, {} B of text, ", sample, split.tokens[sample],
                                 split.text_bytes[sample]);
  text += split.complexity.empty() ? "no complexity label"
                                   : fmt::format("label {}", trace::to_string(split.complexity[sample]));
  text = paragraph(fmt::format("{}, right class {}.", text, split.gold[sample]));
  if (split.logits.empty()) {
    return text;
  }
  std::vector<std::string> exits;
  for (int layer = 1; layer <= split.exits; ++layer) {
    exits.push_back(fmt::format("{}: {} ({:.3f}){}", layer, split.prediction(sample, layer),
                                split.confidence(sample, layer),
                                layer == explained.request.exit_layer ? " ←" : ""));
  }
  return text + paragraph(fmt::format(
                    "Layer: class (confidence) of every exit in the trace, ← the one that answered: {}.",
                    fmt::join(exits, ", ")));
}

std::string decision_text(const Explained& explained) {
  std::string text = "\nWhy\n";
  // The rule is that of the policy in this version of dimsim, the parameters are those of the file.
  if (const scenario::PolicyChoice* choice = choice_of(explained)) {
    if (const policy::Entry* entry = policy::find(choice->policy)) {
      text += paragraph(fmt::format("Policy {}: {}", entry->name, entry->summary));
      text += paragraph("Rule: " + entry->rule);
    }
    if (!choice->text.empty()) {
      text += paragraph("With " + choice->text);
    }
  } else {
    text += paragraph("The policy's rule is unknown: the file has no readable scenario.");
  }
  std::vector<std::string> path;
  for (const std::size_t tier : visited(explained)) {
    path.push_back(explained.run.tiers[tier]);
  }
  if (!path.empty()) {
    text += paragraph(path.size() == 1 ? fmt::format("It started at {} and stayed there.", path.front())
                                       : fmt::format("It started at {} and moved up: {}.", path.front(),
                                                     fmt::join(path, " → ")));
  }
  text += confidence_text(explained);
  text += sample_text(explained);
  return text + paragraph("Not recorded: what the policy predicted or had learned at that moment.");
}

}  // namespace

std::string explanation_text(const Explained& explained) {
  return heading(explained) + latency_text(explained) + energy_text(explained) + lambda_text(explained) +
         money_text(explained) + decision_text(explained);
}

}  // namespace dimsim::cli

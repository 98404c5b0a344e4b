#include "dimsim/cli/text/explanation_text.hpp"

#include "dimsim/analysis/request_parts.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/policy/registry.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::cli {
namespace {

using analysis::Activity;
using analysis::LatencyPart;
using analysis::RequestDetail;
using analysis::TierVisit;

constexpr std::size_t kWidth = 100;

std::string paragraph(const std::string& text) { return "  " + results::wrapped(text, kWidth - 2, 2); }

std::string percent(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f} %", 100 * part / whole) : "";
}

/// A grid, indented.
std::string grid_text(const results::Grid& grid) {
  std::string text;
  for (const std::string& line : results::lines_of(grid, 2)) {
    text += fmt::format("  {}\n", results::shortened(line, kWidth - 2));
  }
  return text;
}

std::string heading(const Explained& of) {
  const RequestDetail& request = of.request;
  std::string text =
      fmt::format("Request {} of {} under {}", of.index, thousands(of.run.requests), of.run.policy);
  text += of.point.empty() ? "" : fmt::format(", point {} ({})", of.run.point, of.point);
  text += of.run.replication == 0 ? "" : fmt::format(", replication {}", of.run.replication);
  text = results::wrapped(text, kWidth, 2);
  std::string device = fmt::format("Device {}", request.device);
  if (!request.group.empty()) {
    device += fmt::format(" ({}{})", request.group, request.site.empty() ? "" : " at " + request.site);
  }
  text += paragraph(fmt::format("{} asked for sample {} at {:.6f} s, {}.", device, request.sample,
                                request.arrival_s,
                                request.measured != 0 ? "after the warm-up" : "in the warm-up"));
  if (!request.is_answered()) {
    return text + paragraph("It was not answered, so there is no latency to divide.");
  }
  return text + paragraph(fmt::format("{} answered it by the exit after layer {}: class {}, which is {}.",
                                      of.run.tiers[request.answered_tier], request.exit_layer,
                                      request.prediction, request.correct != 0 ? "right" : "wrong"));
}

std::string name_of(const Explained& of, const LatencyPart& part) {
  const std::string& tier = of.run.tiers[part.tier];
  switch (part.activity) {
    case Activity::Up:
      return "way up to " + tier;
    case Activity::Queue:
      return "queue at " + tier;
    case Activity::Compute:
      return "compute at " + tier;
    case Activity::Down:
      return "answer's way down from " + tier;
  }
  return "";
}

std::string latency_text(const Explained& of) {
  const std::vector<LatencyPart> parts = analysis::latency_parts(of.request);
  if (parts.empty()) {
    return "";
  }
  const double whole_s = of.request.latency_s;
  results::Grid grid{{"part", "from, ms", "takes, ms", "share"}};
  for (const LatencyPart& part : parts) {
    grid.push_back({name_of(of, part), fmt::format("{:.3f}", 1e3 * (part.begin_s - of.request.arrival_s)),
                    fmt::format("{:.3f}", 1e3 * part.length_s()), percent(part.length_s(), whole_s)});
  }
  grid.push_back({"latency", "", fmt::format("{:.3f}", 1e3 * whole_s), percent(whole_s, whole_s)});
  std::string text = "\nLatency, in the order of time since the arrival\n" + grid_text(grid);
  const bool travels = std::any_of(parts.begin(), parts.end(), [](const LatencyPart& part) {
    return part.activity == Activity::Up || part.activity == Activity::Down;
  });
  return travels ? text + paragraph(
                              "Not split by the file: a way's set-up, waiting on the connection, radio "
                              "promotion, transmission and propagation.")
                 : text;
}

/// The device that served at a tier: its station is TIER/GROUP or TIER/GROUP/NUMBER.
const model::Device* host_of(const Explained& of, std::size_t tier) {
  if (of.scenario == nullptr || tier >= of.scenario->tiers.size()) {
    return nullptr;
  }
  const std::string& station = of.request.visits[tier].station;
  const scenario::Tier& where = of.scenario->tiers[tier];
  for (const scenario::HostGroup& group : where.hosts) {
    const std::string name = where.name + "/" + group.name;
    if (station == name || station.starts_with(name + "/")) {
      return &group.device;
    }
  }
  return nullptr;
}

const scenario::Radio* radio_of(const Explained& of) {
  if (of.scenario == nullptr) {
    return nullptr;
  }
  const auto& groups = of.scenario->tiers.front().hosts;
  for (const scenario::HostGroup& group : groups) {
    if (group.name == of.request.group) {
      return group.access ? &group.access->radio : &of.scenario->network.access.radio;
    }
  }
  return nullptr;
}

/// Parts of a sum; what they leave of it is a row of its own.
class Shares {
 public:
  Shares(std::string unit, double whole) : whole_(whole), left_(whole) {
    grid_.push_back({"part", std::move(unit), "share"});
  }

  void add(const std::string& name, double value) {
    row(name, value);
    left_ -= value;
  }

  /// Ends with what is left, unless that is rounding.
  [[nodiscard]] std::string text(const std::string& rest, const std::string& whole) {
    constexpr double kRounding = 1e-9;  // dates are rounded to 2^-52 of the run, and so are services
    if (std::abs(left_) > kRounding * std::abs(whole_)) {
      row(rest, left_);
    }
    row(whole, whole_);
    return grid_text(grid_);
  }

 private:
  void row(const std::string& name, double value) {
    grid_.push_back({name, fmt::format("{:.6g}", value), percent(value, whole_)});
  }

  results::Grid grid_;
  double whole_;
  double left_;
};

std::string energy_text(const Explained& of) {
  const RequestDetail& request = of.request;
  constexpr double kMilli = 1e3;
  Shares shares("mJ", kMilli * (request.compute_j + request.radio_j));
  bool knows_hosts = true;
  for (std::size_t tier = 0; tier < request.visits.size(); ++tier) {
    const model::Device* host = request.visits[tier].happened() ? host_of(of, tier) : nullptr;
    knows_hosts = knows_hosts && (host != nullptr || !request.visits[tier].happened());
  }
  for (std::size_t tier = 0; knows_hosts && tier < request.visits.size(); ++tier) {
    const TierVisit& visit = request.visits[tier];
    if (visit.happened()) {
      const model::Device& host = *host_of(of, tier);
      const double joules =
          host.inference_j + model::active_power_w(host) * (visit.finished_s - visit.started_s);
      shares.add("compute at " + of.run.tiers[tier], kMilli * joules);
    }
  }
  if (!knows_hosts) {
    shares.add("compute, all tiers", kMilli * request.compute_j);
  }
  if (const scenario::Radio* radio = radio_of(of)) {
    const double up_j = static_cast<double>(request.up_bytes) * radio->up_j_per_byte;
    const double down_j = static_cast<double>(request.down_bytes) * radio->down_j_per_byte;
    if (request.up_bytes > 0) {
      shares.add(fmt::format("radio, {} B sent", thousands(request.up_bytes)), kMilli * up_j);
      shares.add(fmt::format("radio, {} B received", thousands(request.down_bytes)), kMilli * down_j);
    }
  } else {
    shares.add("radio", kMilli * request.radio_j);
  }
  return "\nEnergy that it is charged with\n" +
         shares.text("radio awake: promotion, active time, tail", "energy") +
         paragraph("Above idle: idle power and sleep belong to no request.") +
         (request.up_bytes > 0
              ? paragraph("Not split by the file: the radio's promotion, active time and tail.")
              : "");
}

std::vector<std::size_t> visited(const Explained& of) {
  std::vector<std::size_t> tiers;
  for (std::size_t tier = 0; tier < of.request.visits.size(); ++tier) {
    if (of.request.visits[tier].happened()) {
      tiers.push_back(tier);
    }
  }
  return tiers;
}

std::string lambda_text(const Explained& of) {
  const std::vector<std::size_t> tiers = visited(of);
  Shares shares("λ", of.request.lambda);
  const bool is_known = of.scenario != nullptr && of.scenario->tiers.size() == of.request.visits.size();
  for (const std::size_t tier : is_known ? tiers : std::vector<std::size_t>{}) {
    if (const double entering = of.scenario->tiers[tier].offload_lambda; entering > 0) {
      shares.add("entering " + of.run.tiers[tier], entering);
    }
  }
  std::string note;
  if (is_known && tiers.size() == 1 && of.request.is_answered()) {
    const scenario::Tier& tier = of.scenario->tiers[tiers.front()];
    const int layers = of.request.exit_layer - tier.first_layer + 1;
    shares.add(fmt::format("layers {}-{} at {}", tier.first_layer, of.request.exit_layer, tier.name),
               layers * tier.layer_lambda);
  } else if (is_known) {
    note = paragraph("Not split by the file: after which layer it left a tier, and which exits were asked.");
  }
  const char* rest = !is_known           ? "all of it"
                     : tiers.size() == 1 ? "exit heads asked"
                                         : "layers and exit heads";
  return "\nCost\n" + shares.text(rest, "λ") + note;
}

/// What of the money is this request's alone.
std::string money_text(const Explained& of) {
  if (of.scenario == nullptr || !of.request.is_answered()) {
    return paragraph("USD: the file has none by request.");
  }
  const bool is_cloud = of.scenario->tiers[of.request.answered_tier].location == scenario::Location::Cloud;
  if (!is_cloud) {
    return paragraph(
        "USD: no byte left the cloud. Rent, ownership and services belong to hosts, not to requests.");
  }
  const auto& steps = of.scenario->cost.egress;
  if (steps.empty()) {
    return paragraph(
        "USD: bytes out of the cloud cost nothing here. Rent, ownership and services belong to hosts.");
  }
  const double bytes = static_cast<double>(of.request.down_bytes);
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
                  of.request.down_bytes, range));
}

const scenario::PolicyChoice* choice_of(const Explained& of) {
  if (of.scenario != nullptr) {
    for (const scenario::PolicyChoice& choice : of.scenario->policies) {
      if (choice.label == of.run.policy) {
        return &choice;
      }
    }
  }
  return nullptr;
}

/// What the file says of the sample and of the exits that it met.
std::string confidence_text(const Explained& of) {
  if (of.request.label == analysis::RequestFields::kNotInFile) {
    return "";
  }
  const std::string_view label = trace::to_string(static_cast<trace::Complexity>(of.request.label));
  std::vector<std::string> exits;
  for (const std::size_t tier : visited(of)) {
    const double confidence = of.request.visits[tier].confidence;
    exits.push_back(fmt::format("{} {}", of.run.tiers[tier],
                                std::isnan(confidence) ? "none" : fmt::format("{:.3f}", confidence)));
  }
  return paragraph(fmt::format("Label of sample {}: {}. Confidence of the last exit that was evaluated: {}.",
                               of.request.sample, label, fmt::join(exits, " → ")));
}

/// What the trace says of the sample.
std::string sample_text(const Explained& of) {
  if (of.samples == nullptr) {
    return paragraph(
        "Not in the file: the sample's text and what its other exits answered. --trace FILE reads them.");
  }
  const trace::Split& split = *of.samples;
  const std::size_t sample = of.request.sample;
  std::string text = fmt::format("Sample {}: {} tokens, {} B of text, ", sample, split.tokens[sample],
                                 split.text_bytes[sample]);
  text += split.complexity.empty() ? "no label of complexity"
                                   : fmt::format("label {}", trace::to_string(split.complexity[sample]));
  text = paragraph(fmt::format("{}, right class {}.", text, split.gold[sample]));
  if (split.logits.empty()) {
    return text;
  }
  std::vector<std::string> exits;
  for (int layer = 1; layer <= split.exits; ++layer) {
    exits.push_back(fmt::format("{}: {} ({:.3f}){}", layer, split.prediction(sample, layer),
                                split.confidence(sample, layer), layer == of.request.exit_layer ? " ←" : ""));
  }
  return text + paragraph(fmt::format(
                    "Layer: class (confidence) of every exit in the trace, ← the one that answered: {}.",
                    fmt::join(exits, ", ")));
}

std::string decision_text(const Explained& of) {
  std::string text = "\nWhy\n";
  if (const scenario::PolicyChoice* choice = choice_of(of)) {
    if (const policy::Entry* entry = policy::find(choice->policy)) {
      text += paragraph(fmt::format("Policy {}: {}", entry->name, entry->summary));
      text += paragraph("Rule: " + entry->rule);
    }
    if (!choice->text.empty()) {
      text += paragraph("With " + choice->text);
    }
  } else {
    text += paragraph("The file does not say how the policy decides.");
  }
  std::vector<std::string> way;
  for (const std::size_t tier : visited(of)) {
    way.push_back(of.run.tiers[tier]);
  }
  if (!way.empty()) {
    text += paragraph(
        way.size() == 1 ? fmt::format("It began at {} and stayed there.", way.front())
                        : fmt::format("It began at {} and went up: {}.", way.front(), fmt::join(way, " → ")));
  }
  text += confidence_text(of);
  text += sample_text(of);
  return text + paragraph("Not in any file: what the policy predicted or had learned at that moment.");
}

}  // namespace

std::string explanation_text(const Explained& explained) {
  return heading(explained) + latency_text(explained) + energy_text(explained) + lambda_text(explained) +
         money_text(explained) + decision_text(explained);
}

}  // namespace dimsim::cli

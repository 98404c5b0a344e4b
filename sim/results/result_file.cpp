#include "results/result_file.hpp"

#include "base/error.hpp"
#include "base/version.hpp"
#include "results/row_table.hpp"
#include "results/summary_json.hpp"

#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::results {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Refuses what a result must not replace.
const std::filesystem::path& replaceable(const std::filesystem::path& target) {
  std::error_code error;
  if (!std::filesystem::exists(target, error)) {
    return target;
  }
  if (std::filesystem::is_directory(target, error)) {
    throw InputError(fmt::format("result file '{}' is a folder", target.string()), "name a file in it");
  }
  try {
    if (hdf5::File::open(target).text("/", "format") == kResultFormat) {
      return target;
    }
  } catch (const InputError&) {
    // Not readable as HDF5: refused below.
  }
  throw InputError(
      fmt::format("'{}' exists and is not a dimsim result, so it is not overwritten", target.string()),
      "remove it, or choose another file with -o");
}

bool is_answered(const RequestRecord& request) { return request.outcome == Outcome::Answered; }

void add_request_columns(RowTable& table, const RunResult& run) {
  const auto& requests = run.requests;
  table.number("arrival_s", "s", "arrival on the device",
               [&](std::size_t i) { return requests[i].arrival_s; });
  table.number("finish_s", "s", "the answer is on the device",
               [&](std::size_t i) { return requests[i].finish_s; });
  table.number("device", "", "row of the point's `devices`",
               [&](std::size_t i) { return requests[i].device; });
  table.number("sample", "", "row of the trace's split", [&](std::size_t i) { return requests[i].sample; });
  table.number("outcome", "", "0 answered, 1 dropped, 2 timed out, 3 failed",
               [&](std::size_t i) { return static_cast<std::uint8_t>(requests[i].outcome); });
  table.number("answered_tier", "", "index into the run's tiers",
               [&](std::size_t i) { return requests[i].answered_tier; });
  table.number("exit_layer", "", "layer whose exit answered",
               [&](std::size_t i) { return requests[i].exit_layer; });
  table.number("prediction", "", "class that was answered",
               [&](std::size_t i) { return requests[i].prediction; });
  table.number("correct", "", "1: the prediction is the gold label",
               [&](std::size_t i) { return static_cast<std::uint8_t>(requests[i].correct); });
  table.number("measured", "", "1: arrived after the warm-up",
               [&](std::size_t i) { return static_cast<std::uint8_t>(requests[i].measured); });
  table.number("radio_j", "J", "device radio: its bytes, and its part of promotion, active time and tail",
               [&](std::size_t i) { return requests[i].radio_j; });
  table.number("compute_j", "J", "hosts of all tiers, above idle",
               [&](std::size_t i) { return requests[i].compute_j; });
  table.number("lambda", "λ", "layers run and tiers entered",
               [&](std::size_t i) { return requests[i].lambda; });
  table.number("up_bytes", "B", "sent by the device, headers included",
               [&](std::size_t i) { return requests[i].up_bytes; });
  table.number("down_bytes", "B", "received by the device, headers included",
               [&](std::size_t i) { return requests[i].down_bytes; });
}

void add_latency_columns(RowTable& table, const RunResult& run) {
  const auto part = [&run](double LatencyParts::*which) {
    return [&run, which](std::size_t i) {
      return is_answered(run.requests[i]) ? parts_of(run, i).*which : kNan;
    };
  };
  table.number("latency_s", "s", "finish - arrival", [&run](std::size_t i) {
    const RequestRecord& request = run.requests[i];
    return is_answered(request) ? request.finish_s - request.arrival_s : kNan;
  });
  table.number("queue_s", "s", "waiting for a server, all tiers", part(&LatencyParts::queue));
  table.number("compute_s", "s", "being served, all tiers", part(&LatencyParts::compute));
  table.number("network_s", "s", "on the way, all tiers and the answer", part(&LatencyParts::network));
}

/// Instants at a tier, and what follows from them; NaN where the request never went there.
void add_tier_columns(RowTable& table, const RunResult& run, std::size_t tier) {
  const std::string& name = run.tiers[tier];
  const auto instant = [&run, tier](double Visit::*which) {
    return [&run, tier, which](std::size_t i) {
      const double date = run.visit(i, tier).*which;
      return date < 0 ? kNan : date;
    };
  };
  const auto span = [instant](double Visit::*from, double Visit::*to) {
    return [begin = instant(from), end = instant(to)](std::size_t i) { return end(i) - begin(i); };
  };
  table.number(name + "_station", "",
               "row of `stations` whose host served it; -1 where the request never went",
               [&run, tier](std::size_t i) { return run.visit(i, tier).station; });
  table.number(name + "_sent_s", "s", "left the place before", instant(&Visit::sent_s));
  table.number(name + "_received_s", "s", "joined the queue", instant(&Visit::received_s));
  table.number(name + "_started_s", "s", "service began", instant(&Visit::started_s));
  table.number(name + "_finished_s", "s", "service ended", instant(&Visit::finished_s));
  table.number(name + "_queue_s", "s", "started - received", span(&Visit::received_s, &Visit::started_s));
  table.number(name + "_compute_s", "s", "finished - started", span(&Visit::started_s, &Visit::finished_s));
}

RowTable request_table(const RunResult& run) {
  RowTable table;
  add_request_columns(table, run);
  add_latency_columns(table, run);
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    add_tier_columns(table, run, tier);
  }
  return table;
}

template <class Account>
std::vector<std::string> texts(const std::vector<Account>& accounts, std::string Account::*which) {
  std::vector<std::string> result;
  for (const Account& account : accounts) {
    result.push_back(account.*which);
  }
  return result;
}

/// Gets a number of row i of the accounts.
template <class Account, class T>
auto member(const std::vector<Account>& accounts, T Account::*which) {
  return [&accounts, which](std::size_t i) { return accounts[i].*which; };
}

RowTable station_table(const std::vector<StationAccount>& stations) {
  using Account = StationAccount;
  const auto of = [&stations](auto which) { return member(stations, which); };
  RowTable table;
  table.text("name", "TIER/HOST, or TIER/GROUP of all devices of a group", texts(stations, &Account::name));
  table.text("tier", "name of the tier", texts(stations, &Account::tier));
  table.number("hosts", "", "hosts that this row stands for", of(&Account::hosts));
  table.number("servers", "", "of each host", of(&Account::servers));
  table.number("served", "", "services ended in the run", of(&Account::served));
  table.number("busy_s", "s", "server-seconds over the whole run", of(&Account::busy_s));
  table.number("queue_s", "s", "request-seconds of waiting over the whole run", of(&Account::queue_s));
  table.number("window_busy_s", "s", "server-seconds between warm-up and last arrival",
               of(&Account::window_busy_s));
  table.number("offered_s", "s", "server-seconds of work that arrived in that window",
               of(&Account::offered_s));
  table.number("utilisation", "", "share of the window in which servers were busy",
               of(&Account::utilisation));
  table.number("busiest_utilisation", "", "of the busiest host", of(&Account::busiest_utilisation));
  table.number("offered_load", "", "offered work / capacity of the window", of(&Account::offered_load));
  table.number("queue_mid", "", "waiting at the middle of the window", of(&Account::queue_mid));
  table.number("queue_end", "", "waiting at the last arrival", of(&Account::queue_end));
  table.number("overloaded", "", "1: more work was offered than can be served, and the queue grew",
               [&stations](std::size_t i) { return static_cast<std::uint8_t>(stations[i].overloaded); });
  table.number("idle_j", "J", "idle power over the whole run", of(&Account::idle_j));
  table.number("active_j", "J", "above idle", of(&Account::active_j));
  table.number("radio_j", "J", "radios of the devices, asleep too", of(&Account::radio_j));
  table.number("usd", "USD", "rent, services and ownership over the whole run", of(&Account::usd));
  table.number(
      "battery_h", "h", "a full battery at the run's mean power; NaN without one",
      [&stations](std::size_t i) { return stations[i].battery_h > 0 ? stations[i].battery_h : kNan; });
  return table;
}

RowTable link_table(const std::vector<LinkAccount>& links) {
  using Account = LinkAccount;
  const auto of = [&links](auto which) { return member(links, which); };
  RowTable table;
  table.text("name", "link, or all links of the devices of a group", texts(links, &Account::name));
  table.number("links", "", "links that this row stands for", of(&Account::links));
  table.number("bytes", "B", "carried over the whole run, headers included", of(&Account::bytes));
  table.number("bytes_per_s", "B/s", "capacity of each link", of(&Account::bytes_per_s));
  table.number("utilisation", "", "share of the capacity used between warm-up and last arrival",
               of(&Account::utilisation));
  table.number("busiest_utilisation", "", "of the busiest link", of(&Account::busiest_utilisation));
  table.number("offered_load", "", "bytes sent in that time / what the links can carry in it",
               of(&Account::offered_load));
  table.number("overloaded", "", "1: more bytes were offered than can be carried",
               [&links](std::size_t i) { return static_cast<std::uint8_t>(links[i].overloaded); });
  return table;
}

/// Group and site of every device, in the order of the numbers that requests name.
RowTable device_table(const scenario::Scenario& scenario) {
  std::vector<std::string> groups;
  std::vector<std::string> sites;
  for (const scenario::HostGroup& group : scenario.tiers.front().hosts) {
    for (std::uint32_t number = 0; number < static_cast<std::uint32_t>(group.count); ++number) {
      groups.push_back(group.name);
      sites.push_back(scenario.sites[scenario::site_of_device(scenario, group, number)]);
    }
  }
  RowTable table;
  table.text("group", "host group of the first tier", std::move(groups));
  table.text("site", "where it attaches to the network", std::move(sites));
  return table;
}

/// The policy's own figures and courses, where it has any.
void write_report(hdf5::File& file, const std::string& group, const policy::Report& report) {
  if (report.figures.empty() && report.courses.empty()) {
    return;
  }
  file.make_group(group);
  for (const policy::Report::Figure& figure : report.figures) {
    file.set_number(group, figure.name, figure.value);
    file.set_text(group, "unit." + figure.name, figure.unit);
    file.set_text(group, "description." + figure.name, figure.meaning);
  }
  for (const policy::Report::Course& course : report.courses) {
    const std::string dataset = group + "/" + course.name;
    file.write(dataset, course.values);
    file.set_text(dataset, "unit", course.unit);
    file.set_text(dataset, "description", course.meaning);
  }
}

std::size_t device_count(const scenario::Scenario& scenario) {
  std::size_t count = 0;
  for (const scenario::HostGroup& group : scenario.tiers.front().hosts) {
    count += static_cast<std::size_t>(group.count);
  }
  return count;
}

}  // namespace

ResultFile::ResultFile(const std::filesystem::path& target)
    : atomic_(replaceable(target)), file_(hdf5::File::create(atomic_.temporary(), target)) {}

void ResultFile::add_point(const scenario::Scenario& point, const std::string& trace_fingerprint) {
  const std::string group = fmt::format("/points/{:04}", points_++);
  file_.make_group(group);
  file_.set_text(group, "parameters", to_text(to_json(point.parameters)));
  file_.set_text(group, "labels", to_text(to_json(point.labels)));
  file_.set_text(group, "resolved_scenario", point.point_yaml);
  file_.set_text(group, "trace_fingerprint", trace_fingerprint);
  device_table(point).write(file_, group + "/devices", device_count(point));
}

void ResultFile::add(std::size_t point, const RunResult& run, const std::function<void()>& between) {
  const std::string group = fmt::format("/runs/{:04}", runs_++);
  file_.make_group(group);
  file_.set_integer(group, "point", static_cast<std::int64_t>(point));
  file_.set_text(group, "policy", run.policy);
  file_.set_integer(group, "replication", run.replication);
  file_.set_text(group, "tiers", to_text(run.tiers));
  file_.set_number(group, "warm_up_end_s", run.warm_up_end_s);
  file_.set_number(group, "last_arrival_s", run.last_arrival_s);
  file_.set_number(group, "end_s", run.end_s);
  file_.set_number(group, "radio_bytes_j", run.radio.bytes_j);
  file_.set_number(group, "radio_promotion_j", run.radio.promotion_j);
  file_.set_number(group, "radio_active_j", run.radio.active_j);
  file_.set_number(group, "radio_tail_j", run.radio.tail_j);
  file_.set_number(group, "radio_sleep_j", run.radio_sleep_j);
  file_.set_number(group, "core_j", run.core_j);
  file_.set_number(group, "egress_bytes", run.egress_bytes);
  file_.set_number(group, "egress_usd", run.egress_usd);
  request_table(run).write(file_, group + "/requests", run.requests.size(), between);
  station_table(run.stations).write(file_, group + "/stations", run.stations.size());
  link_table(run.links).write(file_, group + "/links", run.links.size());
  write_report(file_, group + "/policy_report", run.policy_report);
  kernel_ = run.kernel;
}

void ResultFile::finish(const scenario::Scenario& first, std::span<const Summary> summaries) {
  file_.set_text("/", "format", kResultFormat);
  file_.set_integer("/", "version", kResultVersion);
  file_.set_text("/", "dimsim", kVersion);
  file_.set_text("/", "commit", kCommit);
  file_.set_text("/", "compiler", kCompiler);
  file_.set_text("/", "kernel", kernel_);
  file_.set_text("/", "scenario", first.source_yaml);
  file_.set_text("/", "resolved_scenario", first.portable_yaml);
  file_.set_integer("/", "seed", static_cast<std::int64_t>(first.seed));
  const nlohmann::ordered_json summary = to_json(summaries);
  file_.set_text("/", "sources", to_text(summary.at("sources")));
  file_.set_text("/", "summary", to_text(summary));
  file_.close();
  atomic_.commit();
}

}  // namespace dimsim::results

#include "dimsim/results/run_tables.hpp"

#include "dimsim/results/summary.hpp"

#include <memory>
#include <utility>

namespace dimsim::results {

namespace {

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
  table.number("label", "", "of the sample's complexity: 0 easy, 1 medium, 2 hard, -1 none",
               [&](std::size_t i) { return requests[i].label; });
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
      return is_answered(run.requests[i]) ? parts_of(run, i).*which : kAbsent;
    };
  };
  table.number("latency_s", "s", "finish - arrival", [&run](std::size_t i) {
    const RequestRecord& request = run.requests[i];
    return is_answered(request) ? request.finish_s - request.arrival_s : kAbsent;
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
      return date < 0 ? kAbsent : date;
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
  table.number(name + "_confidence", "", "largest probability of the last exit that was evaluated there",
               [&run, tier](std::size_t i) { return run.visit(i, tier).confidence; });
  table.number(name + "_queue_s", "s", "started - received", span(&Visit::received_s, &Visit::started_s));
  table.number(name + "_compute_s", "s", "finished - started", span(&Visit::started_s, &Visit::finished_s));
}

}  // namespace

RowTable request_table(const RunResult& run) {
  RowTable table;
  add_request_columns(table, run);
  add_latency_columns(table, run);
  for (std::size_t tier = 0; tier < run.tiers.size(); ++tier) {
    add_tier_columns(table, run, tier);
  }
  return table;
}

namespace {

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

}  // namespace

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
      [&stations](std::size_t i) { return stations[i].battery_h > 0 ? stations[i].battery_h : kAbsent; });
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

LinkCourseTable link_course_table(const RunResult& run) {
  struct Row {
    std::uint32_t link;
    double begin_s;
    double bytes;
  };
  std::vector<Row> rows;
  for (std::uint32_t link = 0; link < run.links.size(); ++link) {
    const std::vector<double>& course = run.links[link].course;
    for (std::size_t bin = 0; bin < course.size(); ++bin) {
      if (course[bin] > 0) {
        rows.push_back({link, static_cast<double>(bin) * run.bin_s, course[bin]});
      }
    }
  }
  const std::size_t count = rows.size();
  const auto shared = std::make_shared<const std::vector<Row>>(std::move(rows));
  LinkCourseTable course{{}, count};
  course.table.number("link", "", "row of `links`", [shared](std::size_t i) { return (*shared)[i].link; });
  course.table.number("begin_s", "s", "beginning of the bin, which is the run's bin_s wide",
                      [shared](std::size_t i) { return (*shared)[i].begin_s; });
  course.table.number("bytes", "B", "carried in the bin, headers included",
                      [shared](std::size_t i) { return (*shared)[i].bytes; });
  return course;
}

}  // namespace dimsim::results

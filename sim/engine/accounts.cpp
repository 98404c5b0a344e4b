#include "dimsim/engine/accounts.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/engine/prices.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace dimsim::engine {

using scenario::Location;

namespace {

/// Sums of n rounded terms differ by some n·2^-53 of their size.
constexpr double kRelativeTolerance = 1e-9;

/// `rounding` is what rounded dates may add up to, in the unit of the two.
void expect_equal(const char* what, double left, double right, double rounding = 0) {
  const double size = std::max({1.0, std::abs(left), std::abs(right)});
  if (!(std::abs(left - right) <= kRelativeTolerance * size + rounding)) {  // so that NaN fails too
    throw InvariantError(fmt::format("{}: {:.12g} and {:.12g} should be equal", what, left, right));
  }
}

/// Adds host `index` of a group to the group's account.
void add_host(results::StationAccount& account, const Stations::Station& station, double window_s) {
  account.served += station.served;
  account.busy_s += station.busy_s;
  account.queue_s += station.queue_s;
  account.window_busy_s += station.window_busy_s;
  account.offered_s += station.offered_s;
  account.queue_mid += station.waiting_mid;
  account.queue_end += station.waiting_end;
  if (window_s > 0) {
    account.busiest_utilisation =
        std::max(account.busiest_utilisation, station.window_busy_s / (window_s * station.servers));
  }
}

/// Account of the stations first..first+count-1, which are alike. Overload is judged on all of them together:
/// a single device gets so few requests that chance alone offers some of them more than they can do.
results::StationAccount station_account(const Simulation& simulation, const results::RunResult& result,
                                        const std::string& name, const std::string& tier,
                                        const model::Device& device, std::uint32_t first,
                                        std::uint32_t count) {
  results::StationAccount account;
  account.name = name;
  account.tier = tier;
  account.hosts = count;
  account.servers = static_cast<std::uint64_t>(device.servers);
  const double window_s = result.last_arrival_s - simulation.window_start_s();
  for (std::uint32_t station = first; station < first + count; ++station) {
    add_host(account, simulation.stations()[station], window_s);
  }
  if (window_s > 0) {
    const double capacity_s = window_s * static_cast<double>(count) * device.servers;
    account.utilisation = account.window_busy_s / capacity_s;
    account.offered_load = account.offered_s / capacity_s;
    account.overloaded = account.offered_load >= 1 && account.queue_end > account.queue_mid;
  }
  account.idle_j = device.idle_power_w * result.end_s * static_cast<double>(count);
  account.active_j = model::active_power_w(device) * account.busy_s +
                     device.inference_j * static_cast<double>(account.served);
  account.usd =
      possession_usd(device, account.idle_j + account.active_j, result.end_s, static_cast<double>(count));
  return account;
}

/// What the engine's numbers of stations mean in results.
struct Rows {
  std::vector<std::int32_t> row;              ///< by station
  std::vector<const model::Device*> devices;  ///< by row
};

/// Adds the accounts.
Rows fill_stations(const Simulation& simulation, results::RunResult& result) {
  const scenario::Scenario& scenario = simulation.input().scenario;
  Rows rows;
  rows.row.resize(simulation.stations().size(), -1);
  const auto add = [&](std::size_t tier, std::size_t group, const std::string& name, std::uint32_t first,
                       std::uint32_t count) {
    const model::Device& device = scenario.tiers[tier].hosts[group].device;
    std::fill_n(rows.row.begin() + first, count, static_cast<std::int32_t>(result.stations.size()));
    rows.devices.push_back(&device);
    result.stations.push_back(
        station_account(simulation, result, name, scenario.tiers[tier].name, device, first, count));
  };
  for (std::size_t tier = 0; tier < scenario.tiers.size(); ++tier) {
    const scenario::Tier& where = scenario.tiers[tier];
    for (std::size_t group = 0; group < where.hosts.size(); ++group) {
      const scenario::HostGroup& hosts = where.hosts[group];
      const auto count = static_cast<std::uint32_t>(hosts.count);
      const std::uint32_t first = simulation.hosts().first_station(tier, group);
      const std::string name = where.name + "/" + hosts.name;
      if (where.location == Location::Device || count == 1) {
        add(tier, group, name, first, count);
        continue;
      }
      for (std::uint32_t host = 0; host < count; ++host) {
        add(tier, group, fmt::format("{}/{}", name, host), first + host, 1);
      }
    }
  }
  return rows;
}

/// The engine numbers stations one by one; results have a row for all devices of a group.
void name_stations_of_visits(const Rows& rows, results::RunResult& result) {
  for (results::Visit& visit : result.visits) {
    if (visit.station >= 0) {
      visit.station = rows.row[static_cast<std::size_t>(visit.station)];
    }
  }
}

void add_service_prices(const Rows& rows, results::RunResult& result) {
  for (const results::Visit& visit : result.visits) {
    if (visit.station >= 0) {
      const auto row = static_cast<std::size_t>(visit.station);
      result.stations[row].usd +=
          service_usd(rows.devices[row]->serverless, visit.finished_s - visit.started_s);
    }
  }
}

/// Radios and batteries of the devices. The groups of the first tier are the first rows, in order.
void fill_devices(const Simulation& simulation, const Rows& rows, results::RunResult& result) {
  const scenario::Tier& tier = simulation.input().scenario.tiers.front();
  for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
    result.stations[group].radio_j = simulation.radios().sleep_j()[group];
    result.radio_sleep_j += simulation.radios().sleep_j()[group];
  }
  for (const results::RequestRecord& record : result.requests) {
    result.stations[simulation.topology().devices()[record.device].group].radio_j += record.radio_j;
  }
  constexpr double kSecondsPerHour = 3600;
  for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
    results::StationAccount& account = result.stations[group];
    const double joules = account.idle_j + account.active_j + account.radio_j;
    const double battery_j = rows.devices[group]->battery_j * static_cast<double>(account.hosts);
    account.battery_h = joules > 0 ? battery_j / (joules / result.end_s) / kSecondsPerHour : 0;
  }
}

/// Energy and carbon of the network behind the sites, and carbon of the tiers.
void fill_surroundings(const Simulation& simulation, results::RunResult& result) {
  constexpr double kNotStated = std::numeric_limits<double>::quiet_NaN();
  const scenario::Scenario& scenario = simulation.input().scenario;
  for (const results::LinkAccount& link : result.links) {
    if (link.kind == scenario::LinkKind::Backhaul) {
      result.core_j += link.bytes * scenario.network.core_j_per_byte;
    }
  }
  for (const scenario::Tier& tier : scenario.tiers) {
    result.carbon_g_per_j.push_back(tier.carbon_g_per_j.value_or(kNotStated));
  }
  result.carbon_g_per_j.push_back(scenario.network_carbon_g_per_j.value_or(kNotStated));
}

void fill_courses(const std::vector<TimeBins>& courses, results::RunResult& result) {
  for (const TimeBins& course : courses) {
    result.bin_s = std::max(result.bin_s, course.width_s());
  }
  for (std::size_t link = 0; link < courses.size(); ++link) {
    TimeBins course = courses[link];
    course.widen_to(result.bin_s);
    results::LinkAccount& account = result.links[link];
    course.level(account.bytes_per_s * static_cast<double>(account.links), result.end_s);
    account.course = course.amounts();
  }
}

void fill_links(const Simulation& simulation, results::RunResult& result) {
  const platform::Topology& topology = simulation.topology();
  const double window_s = result.last_arrival_s - simulation.window_start_s();
  for (const platform::LinkGroup& group : topology.link_groups()) {
    results::LinkAccount account;
    account.name = group.name;
    account.kind = group.kind;
    account.links = 0;
    account.bytes_per_s = group.bytes_per_s;
    result.links.push_back(account);
  }
  for (std::size_t link = 0; link < topology.group_of_link().size(); ++link) {
    results::LinkAccount& account = result.links[topology.group_of_link()[link]];
    const LinkMeter& meter = simulation.transport().meters()[link];
    ++account.links;
    account.bytes += meter.bytes;
    if (window_s > 0) {
      const double capacity = window_s * account.bytes_per_s;
      account.utilisation += meter.window_bytes / capacity;  // sums; divided by the links below
      account.offered_load += meter.offered_bytes / capacity;
      account.busiest_utilisation = std::max(account.busiest_utilisation, meter.window_bytes / capacity);
    }
  }
  for (results::LinkAccount& account : result.links) {
    const auto links = static_cast<double>(std::max<std::uint64_t>(1, account.links));
    account.utilisation /= links;
    account.offered_load /= links;
    account.overloaded = account.offered_load >= 1;
  }
  fill_courses(simulation.transport().courses(), result);
}

void check_instants(const results::RunResult& result, std::size_t request) {
  const results::RequestRecord& record = result.requests[request];
  double latest = record.arrival_s;
  bool in_order = std::isfinite(record.finish_s);
  for (std::size_t tier = 0; tier < result.tiers.size(); ++tier) {
    const results::Visit& visit = result.visit(request, tier);
    if (visit.sent_s < 0) {
      continue;
    }
    in_order = in_order && visit.sent_s >= latest && visit.received_s >= visit.sent_s &&
               visit.started_s >= visit.received_s && visit.finished_s >= visit.started_s;
    latest = visit.finished_s;
  }
  if (!in_order || !(record.finish_s >= latest)) {
    throw InvariantError(fmt::format("the instants of request {} go back in time", request));
  }
}

/// Sums over all requests of a run.
struct RequestSums {
  double service_s = 0;
  double queue_s = 0;
  double compute_j = 0;
  double radio_j = 0;
  double access_bytes = 0;
  std::uint64_t visits = 0;
  std::uint64_t ended = 0;  ///< answered, dropped, timed out or failed
};

RequestSums sums_of_requests(const results::RunResult& result) {
  RequestSums sums;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const results::RequestRecord& record = result.requests[request];
    check_instants(result, request);
    sums.compute_j += record.compute_j;
    sums.radio_j += record.radio_j;
    sums.access_bytes += static_cast<double>(record.up_bytes) + static_cast<double>(record.down_bytes);
    sums.ended += record.outcome != results::Outcome::Pending ? 1 : 0;
    for (std::size_t tier = 0; tier < result.tiers.size(); ++tier) {
      const results::Visit& visit = result.visit(request, tier);
      if (visit.sent_s >= 0) {
        sums.service_s += visit.finished_s - visit.started_s;
        sums.queue_s += visit.started_s - visit.received_s;
        ++sums.visits;
      }
    }
  }
  return sums;
}

void check_stations(const results::RunResult& result, const RequestSums& requests) {
  double busy_s = 0;
  double queue_s = 0;
  double active_j = 0;
  double most_active_w = 0;  // of a server
  std::uint64_t served = 0;
  for (const results::StationAccount& station : result.stations) {
    busy_s += station.busy_s;
    queue_s += station.queue_s;
    active_j += station.active_j;
    most_active_w = std::max(most_active_w, station.busy_s > 0 ? station.active_j / station.busy_s : 0);
    served += station.served;
  }
  // Each service begins and ends at a date that is rounded to a 2^52nd of the run.
  const double rounding_s =
      static_cast<double>(requests.visits) * result.end_s * std::numeric_limits<double>::epsilon();
  expect_equal("busy time of stations and service time of requests [s]", busy_s, requests.service_s,
               rounding_s);
  expect_equal("queues at stations over time and waiting of requests [s]", queue_s, requests.queue_s,
               rounding_s);
  expect_equal("services at stations and visits of requests", static_cast<double>(served),
               static_cast<double>(requests.visits));
  expect_equal("energy of stations and of requests [J]", active_j, requests.compute_j,
               rounding_s * most_active_w);
}

void check_links(const results::RunResult& result, const RequestSums& requests) {
  double access_bytes = 0;
  double bytes = 0;
  for (const results::LinkAccount& link : result.links) {
    access_bytes += link.kind == scenario::LinkKind::Access ? link.bytes : 0;
    bytes += link.bytes;
    expect_equal("bytes on a link and in its course [B]",
                 std::accumulate(link.course.begin(), link.course.end(), 0.0), link.bytes);
  }
  expect_equal("bytes on access links and of requests [B]", access_bytes, requests.access_bytes);
  expect_equal("bytes on all links and of messages [B]", bytes, result.message_bytes);
}

}  // namespace

void fill_accounts(const Simulation& simulation, results::RunResult& result) {
  result.warm_up_end_s = simulation.window_start_s();
  result.message_bytes = simulation.transport().message_bytes();
  const Rows rows = fill_stations(simulation, result);
  fill_links(simulation, result);
  name_stations_of_visits(rows, result);
  add_service_prices(rows, result);
  const double bytes_j = result.radio.bytes_j;
  result.radio = simulation.radios().awake();
  result.radio.bytes_j = bytes_j;
  fill_devices(simulation, rows, result);
  fill_surroundings(simulation, result);
  result.egress_usd = egress_usd(simulation.input().scenario.cost.egress, result.egress_bytes, result.end_s);
}

void check_conservation(const results::RunResult& result) {
  const RequestSums requests = sums_of_requests(result);
  expect_equal("requests that ended and that arrived", static_cast<double>(requests.ended),
               static_cast<double>(result.requests.size()));
  expect_equal("energy of radios awake and of requests [J]", result.radio.sum(), requests.radio_j);
  check_stations(result, requests);
  check_links(result, requests);
}

}  // namespace dimsim::engine

#include "dimsim/engine/accounts.hpp"

#include "dimsim/engine/link_accounts.hpp"
#include "dimsim/engine/prices.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace dimsim::engine {

using scenario::Location;

namespace {

/// Sums over the stations of a group that no account keeps.
struct GroupSums {
  double plain = 0;         ///< stations that kept their mode
  double plain_busy_s = 0;  ///< of these
  double capacity_s = 0;    ///< servers over the window, of the others
  double work_s = 0;        ///< what these could have worked off in the window
  double idle_j = 0;
  double active_j = 0;
  double usd = 0;
};

void add_changed(GroupSums& sums, const StationLedger& ledger, const model::Device& device, double end_s) {
  sums.capacity_s += ledger.window_server_s;
  sums.work_s += ledger.window_work_s;
  sums.idle_j += ledger.idle_j;
  sums.active_j += ledger.active_j;
  // Ownership costs the same in every mode, so it has no entry in the ledger.
  sums.usd += device.purchase.usd_per_s * end_s;
  for (const StationLedger::Rental& rental : ledger.rentals) {
    sums.usd += rent_usd(rental.usd_per_s, device.billing_s, rental.seconds);
  }
}

void add_station(results::StationAccount& account, const Stations::Station& station, double capacity_s) {
  account.served += station.served;
  account.abandoned += station.abandoned;
  account.busy_s += station.busy_s;
  account.queue_s += station.queue_s;
  account.window_busy_s += station.window_busy_s;
  account.offered_s += station.offered_s;
  account.queue_mid += station.waiting_mid;
  account.queue_end += station.waiting_end;
  if (capacity_s > 0) {
    account.busiest_utilisation = std::max(account.busiest_utilisation, station.window_busy_s / capacity_s);
  }
}

/// Infinite for work without anyone to do it.
double load_of(double work_s, double capacity_s) {
  if (capacity_s > 0) {
    return work_s / capacity_s;
  }
  return work_s > 0 ? std::numeric_limits<double>::infinity() : 0;
}

/// Energy and money. Stations that kept their mode need one product for all of them; the others have
/// integrated theirs.
void fill_energy(results::StationAccount& account, const GroupSums& sums, const model::Device& device,
                 double end_s) {
  account.idle_j = device.idle_power_w * end_s * sums.plain + sums.idle_j;
  account.active_j = model::active_power_w(device) * sums.plain_busy_s + sums.active_j +
                     device.inference_j * static_cast<double>(account.served + account.abandoned);
  account.usd = possession_usd(device, account.idle_j + account.active_j, end_s, sums.plain) + sums.usd;
}

/// Account of the stations first..first+count-1, which are alike. Overload is judged on all of them together:
/// a single device gets so few requests that chance alone offers some of them more than they can do.
results::StationAccount station_account(const RunFacts& facts, const results::RunResult& result,
                                        const std::string& name, const std::string& tier,
                                        const model::Device& device, std::uint32_t first,
                                        std::uint32_t count) {
  results::StationAccount account;
  account.name = name;
  account.tier = tier;
  account.hosts = count;
  account.servers = static_cast<std::uint64_t>(device.servers);
  const double window_s = result.last_arrival_s - facts.window_start_s;
  GroupSums sums;
  for (std::uint32_t index = first; index < first + count; ++index) {
    const Stations::Station& station = facts.stations[index];
    const StationLedger* ledger = facts.stations.ledger(index);
    if (ledger == nullptr) {
      add_station(account, station, window_s * device.servers);
      sums.plain += 1;
      sums.plain_busy_s += station.busy_s;
    } else {
      add_station(account, station, ledger->window_server_s);
      add_changed(sums, *ledger, device, result.end_s);
    }
  }
  if (window_s > 0) {
    const double plain_s = window_s * sums.plain * device.servers;
    account.utilisation = load_of(account.window_busy_s, plain_s + sums.capacity_s);
    account.offered_load = load_of(account.offered_s, plain_s + sums.work_s);
    account.overloaded = account.offered_load >= 1 && account.queue_end > account.queue_mid;
  }
  fill_energy(account, sums, device, result.end_s);
  return account;
}

/// What the engine's numbers of stations mean in results.
struct Rows {
  std::vector<std::int32_t> row;              ///< by station
  std::vector<const model::Device*> devices;  ///< by row
};

/// Adds the accounts.
Rows fill_stations(const RunFacts& facts, results::RunResult& result) {
  const scenario::Scenario& scenario = facts.scenario;
  Rows rows;
  rows.row.resize(facts.stations.size(), -1);
  const auto add = [&](std::size_t tier, std::size_t group, const std::string& name, std::uint32_t first,
                       std::uint32_t count) {
    const model::Device& device = scenario.tiers[tier].hosts[group].device;
    // Before the account is added: its row is the number of accounts so far.
    std::fill_n(rows.row.begin() + first, count, static_cast<std::int32_t>(result.stations.size()));
    rows.devices.push_back(&device);
    result.stations.push_back(
        station_account(facts, result, name, scenario.tiers[tier].name, device, first, count));
  };
  for (std::size_t tier = 0; tier < scenario.tiers.size(); ++tier) {
    const scenario::Tier& where = scenario.tiers[tier];
    for (std::size_t group = 0; group < where.hosts.size(); ++group) {
      const scenario::HostGroup& hosts = where.hosts[group];
      const auto count = static_cast<std::uint32_t>(hosts.count);
      const std::uint32_t first = facts.first_station[tier][group];
      const std::string name = where.name + "/" + hosts.name;
      // Thousands of phones share one row, but every server of a data centre has its own: only there it
      // matters which of them was busy.
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

/// A service is billed for the time that a request occupied it, whatever became of the request. Returns the
/// price of all services of a request [USD].
double add_service_prices(const Rows& rows, std::size_t request, results::RunResult& result) {
  double usd = 0;
  for (std::size_t tier = 0; tier < result.tiers.size(); ++tier) {
    const results::Visit& visit = result.visit(request, tier);
    if (visit.started_s >= 0) {
      const auto row = static_cast<std::size_t>(visit.station);
      const double price = service_usd(rows.devices[row]->serverless, visit.finished_s - visit.started_s);
      result.stations[row].usd += price;
      usd += price;
    }
  }
  return usd;
}

/// Prices of services, and what was wasted on requests without an answer.
void add_services(const Rows& rows, results::RunResult& result) {
  const bool any_is_billed =
      std::any_of(rows.devices.begin(), rows.devices.end(), [](const model::Device* device) {
        return device->serverless.usd_per_request > 0 || device->serverless.usd_per_byte_second > 0;
      });
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const double usd = any_is_billed ? add_service_prices(rows, request, result) : 0;
    const results::RequestRecord& record = result.requests[request];
    if (record.outcome != results::Outcome::Answered) {
      result.wasted.usd += usd;
      result.wasted.service_s += record.service_s;
      result.wasted.joules += record.compute_j + record.radio_j;
      result.wasted.bytes += static_cast<double>(record.up_bytes) + static_cast<double>(record.down_bytes);
    }
  }
}

/// Radios and batteries of the devices. The groups of the first tier are the first rows, in order.
void fill_devices(const RunFacts& facts, const Rows& rows, results::RunResult& result) {
  const scenario::Tier& tier = facts.scenario.tiers.front();
  for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
    result.stations[group].radio_j = facts.radio_sleep_j[group];
    result.radio_sleep_j += facts.radio_sleep_j[group];
  }
  for (const results::RequestRecord& record : result.requests) {
    result.stations[facts.devices[record.device].group].radio_j += record.radio_j;
  }
  constexpr double kSecondsPerHour = 3600;
  for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
    results::StationAccount& account = result.stations[group];
    const double joules = account.idle_j + account.active_j + account.radio_j;
    const double battery_j = rows.devices[group]->battery_j * static_cast<double>(account.hosts);
    // Batteries of the group, drained at its mean power: what an average device of it would last.
    account.battery_h = joules > 0 ? battery_j / (joules / result.end_s) / kSecondsPerHour : 0;
  }
}

/// Energy and carbon of the network behind the sites, and carbon of the tiers.
void fill_surroundings(const RunFacts& facts, results::RunResult& result) {
  constexpr double kNotStated = std::numeric_limits<double>::quiet_NaN();
  const scenario::Scenario& scenario = facts.scenario;
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

}  // namespace

void fill_accounts(const RunFacts& facts, results::RunResult& result) {
  result.warm_up_end_s = facts.window_start_s;
  result.message_bytes = facts.message_bytes;
  const Rows rows = fill_stations(facts, result);
  fill_links(facts, result);
  name_stations_of_visits(rows, result);
  add_services(rows, result);
  const double bytes_j = result.radio.bytes_j;
  // The radios integrate their states; the energy of bytes was added up request by request, and is kept.
  result.radio = facts.radio_awake;
  result.radio.bytes_j = bytes_j;
  fill_devices(facts, rows, result);
  fill_surroundings(facts, result);
  result.egress_usd = egress_usd(facts.scenario.cost.egress, result.egress_bytes, result.end_s);
}

}  // namespace dimsim::engine

#include "dimsim/engine/stations.hpp"

#include <algorithm>
#include <utility>

namespace dimsim::engine {

std::uint32_t Stations::add_kind(const StationMode& mode, std::unique_ptr<Discipline> discipline) {
  kinds_.push_back({mode, discipline.get(), nullptr});
  disciplines_.push_back(std::move(discipline));
  return static_cast<std::uint32_t>(kinds_.size() - 1);
}

std::uint32_t Stations::add(std::uint32_t kind) {
  Station station;
  station.servers = kinds_[kind].mode.servers;
  station.kind = kind;
  station.is_immediate = kinds_[kind].discipline->is_immediate();
  stations_.push_back(station);
  return size() - 1;
}

void Stations::advance_ledger(const Station& station, double elapsed_s) {
  const Kind& kind = kinds_[station.kind];
  StationLedger& ledger = *kind.ledger;
  // While servers go away, more may be busy than the mode has: they still draw power and are paid for.
  const double server_s = std::max(station.servers, station.busy) * elapsed_s;
  ledger.idle_j += kind.mode.idle_power_w * elapsed_s;
  ledger.active_j += kind.mode.active_power_w * (station.busy * elapsed_s);
  ledger.server_s += server_s;
  ledger.work_s += kind.mode.speed * server_s;
  ledger.rentals.back().seconds += elapsed_s;
}

void Stations::enqueue(Station& station, std::uint32_t slot, double now) {
  if (slot >= waiting_.size()) {
    waiting_.resize(slot + 1);
  }
  // Linked through slots: a request waits at one station at most, so one table serves all queues, and leaving
  // the middle of a long queue takes constant time.
  waiting_[slot] = {.previous = station.last, .next = kNone, .since_s = now};
  (station.waiting == 0 ? station.first : waiting_[station.last].next) = slot;
  station.last = slot;
  ++station.waiting;
}

void Stations::unlink(Station& station, std::uint32_t slot) {
  const Waiting& gone = waiting_[slot];
  (gone.previous == kNone ? station.first : waiting_[gone.previous].next) = gone.next;
  (gone.next == kNone ? station.last : waiting_[gone.next].previous) = gone.previous;
  --station.waiting;
}

Pick Stations::next(std::uint32_t index, double now) {
  Station& station = stations_[index];
  if (!may_begin(index)) {
    return {};
  }
  const Pick pick =
      kinds_[station.kind].discipline->pick({index, station.first, station.waiting, waiting_}, now);
  if (!pick.batch.empty()) {
    advance(station, now);
    for (const std::uint32_t slot : pick.batch) {
      unlink(station, slot);
    }
    ++station.busy;
  }
  return pick;
}

void Stations::withdraw(std::uint32_t index, std::uint32_t slot, double now) {
  advance(stations_[index], now);
  unlink(stations_[index], slot);
}

/// A kind of its own for a station whose mode changes, with the integrals so far.
std::uint32_t Stations::split_kind(const Station& station) {
  const Kind& shared = kinds_[station.kind];
  auto ledger = std::make_unique<StationLedger>();
  const double now = station.changed_s;
  ledger->idle_j = shared.mode.idle_power_w * now;
  ledger->active_j = shared.mode.active_power_w * station.busy_s;
  ledger->server_s = shared.mode.servers * now;
  ledger->work_s = shared.mode.speed * ledger->server_s;
  ledger->rentals.push_back({shared.mode.usd_per_s, now});
  // What the window would have recorded had the ledger existed when it opened or closed.
  if (opened_s_ < kNever) {
    ledger->server_at_open_s = shared.mode.servers * opened_s_;
    ledger->work_at_open_s = shared.mode.speed * ledger->server_at_open_s;
  }
  if (closed_s_ < kNever) {
    ledger->window_server_s = shared.mode.servers * (closed_s_ - opened_s_);
    ledger->window_work_s = shared.mode.speed * ledger->window_server_s;
  }
  const StationMode mode = shared.mode;
  Discipline* discipline = shared.discipline;
  // A kind is shared by thousands of stations; the one that changes gets its own, and only it pays for
  // integration. Its integrals so far are products, as they are for a station that never changes.
  kinds_.push_back({mode, discipline, std::move(ledger)});
  return static_cast<std::uint32_t>(kinds_.size() - 1);
}

void Stations::set_mode(std::uint32_t index, const StationMode& mode, double now) {
  Station& station = stations_[index];
  advance(station, now);
  if (kinds_[station.kind].ledger == nullptr) {
    station.kind = split_kind(station);
    station.has_ledger = true;
  }
  Kind& kind = kinds_[station.kind];
  // A rental is billed as a whole, rounded up; a change that leaves the price alone must not round twice.
  if (mode.usd_per_s != kind.mode.usd_per_s) {
    kind.ledger->rentals.push_back({mode.usd_per_s, 0});
  }
  kind.mode = mode;
  station.servers = mode.servers;
}

void Stations::open_window(double now) {
  for (Station& station : stations_) {
    advance(station, now);
    station.busy_at_open_s = station.busy_s;
    if (StationLedger* ledger = kinds_[station.kind].ledger.get(); ledger != nullptr) {
      ledger->server_at_open_s = ledger->server_s;
      ledger->work_at_open_s = ledger->work_s;
    }
  }
  opened_s_ = now;
}

void Stations::mark_middle() {
  for (Station& station : stations_) {
    station.waiting_mid = station.waiting;
  }
}

void Stations::close_window(double now) {
  for (Station& station : stations_) {
    advance(station, now);
    station.window_busy_s = station.busy_s - station.busy_at_open_s;
    station.waiting_end = station.waiting;
    if (StationLedger* ledger = kinds_[station.kind].ledger.get(); ledger != nullptr) {
      ledger->window_server_s = ledger->server_s - ledger->server_at_open_s;
      ledger->window_work_s = ledger->work_s - ledger->work_at_open_s;
    }
  }
  closed_s_ = now;
}

void Stations::close(double now) {
  for (Station& station : stations_) {
    if (kinds_[station.kind].ledger != nullptr) {
      advance(station, now);
    }
  }
}

}  // namespace dimsim::engine

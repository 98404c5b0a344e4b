#include "dimsim/engine/stations.hpp"

namespace dimsim::engine {

std::uint32_t Stations::add(std::uint32_t servers) {
  Station station;
  station.servers = servers;
  stations_.push_back(station);
  return size() - 1;
}

/// Integrates up to now what is about to change.
void Stations::advance(Station& station, double now) {
  const double elapsed_s = now - station.changed_s;
  station.busy_s += station.busy * elapsed_s;
  station.queue_s += station.waiting * elapsed_s;
  station.changed_s = now;
}

bool Stations::arrive(std::uint32_t index, std::uint32_t slot, double now) {
  Station& station = stations_[index];
  advance(station, now);
  if (station.busy < station.servers) {
    ++station.busy;
    return true;
  }
  if (slot >= next_.size()) {
    next_.resize(slot + 1, kNone);
  }
  next_[slot] = kNone;
  if (station.waiting == 0) {
    station.first = slot;
  } else {
    next_[station.last] = slot;
  }
  station.last = slot;
  ++station.waiting;
  return false;
}

std::uint32_t Stations::leave(std::uint32_t index, double now) {
  Station& station = stations_[index];
  advance(station, now);
  ++station.served;
  if (station.waiting == 0) {
    --station.busy;
    return kNone;
  }
  const std::uint32_t slot = station.first;
  station.first = next_[slot];
  --station.waiting;
  return slot;
}

void Stations::open_window(double now) {
  for (Station& station : stations_) {
    advance(station, now);
    station.busy_at_open_s = station.busy_s;
  }
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
  }
}

}  // namespace dimsim::engine

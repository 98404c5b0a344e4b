#include "engine/stations.hpp"

namespace dimsim::engine {

std::uint32_t Stations::add(std::uint32_t servers) {
  Station station;
  station.servers = servers;
  stations_.push_back(station);
  return size() - 1;
}

void Stations::set_busy(Station& station, std::uint32_t busy, double now) {
  station.busy_s += station.busy * (now - station.changed_s);
  station.changed_s = now;
  station.busy = busy;
}

bool Stations::arrive(std::uint32_t index, std::uint32_t slot, double service_s, double now) {
  Station& station = stations_[index];
  if (window_open_) {
    station.offered_s += service_s;
  }
  if (station.busy < station.servers) {
    set_busy(station, station.busy + 1, now);
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
  ++station.served;
  if (station.waiting == 0) {
    set_busy(station, station.busy - 1, now);
    return kNone;
  }
  const std::uint32_t slot = station.first;
  station.first = next_[slot];
  --station.waiting;
  return slot;
}

void Stations::open_window(double now) {
  window_open_ = true;
  for (Station& station : stations_) {
    set_busy(station, station.busy, now);
    station.busy_at_open_s = station.busy_s;
  }
}

void Stations::mark_middle() {
  for (Station& station : stations_) {
    station.waiting_mid = station.waiting;
  }
}

void Stations::close_window(double now) {
  window_open_ = false;
  for (Station& station : stations_) {
    set_busy(station, station.busy, now);
    station.window_busy_s = station.busy_s - station.busy_at_open_s;
    station.waiting_end = station.waiting;
  }
}

}  // namespace dimsim::engine

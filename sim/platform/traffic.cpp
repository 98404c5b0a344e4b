#include "dimsim/platform/traffic.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dimsim::platform {

std::uint32_t Traffic::begin(const Start& start, double now) {
  if (free_.empty()) {
    // Slots are taken from the top of the list, the one that was used last: it is still in the cache.
    free_.push_back(static_cast<std::uint32_t>(flights_.size()));
    flights_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Flight& flight = flights_[index];
  flight.token = start.token;
  flight.order = start.order;
  flight.sequence = queue_.next_sequence();
  flight.from = start.from;
  flight.to = start.to;
  flight.path = start.out;
  for (const std::uint32_t link : start.in.links()) {
    flight.path.add(link);
  }
  flight.left = static_cast<double>(start.bytes);
  flight.since = now;
  flight.outcome = Outcome::Done;
  if (start.bytes == 0) {
    land(index, Outcome::Done, now);
    return index;
  }
  links_.list(index);
  place(index, now);
  return index;
}

/// Finds out how a flight that has `left` to go at `now` shares its links, and lets it run.
void Traffic::place(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  flight.cap = links_.cap(flight.path);
  // It stays listed on its links, so that set_capacity() finds it when the outage ends.
  if (flight.cap <= 0) {
    flight.state = State::Paused;
    return;
  }
  if (links_.enter(flight.path, flight.cap)) {
    run_alone(index, now);
  } else {
    place_shared(index, now);
  }
}

/// Where a flight goes that crosses a contended link, or one whose flights share it by EqualSharing.
void Traffic::place_shared(std::uint32_t index, double now) {
  const Flight& flight = flights_[index];
  std::array<std::uint32_t, Path::kMost> contended{};
  std::size_t count = 0;
  std::uint32_t group = kNoLink;
  for (const std::uint32_t id : flight.path.links()) {
    const LinkTable::Link& link = links_[id];
    if (link.is_contended()) {
      contended[count++] = id;
    } else if (link.equal > 0 && link.equal + 1 == link.running) {
      group = id;
    }
  }
  if (count > 0) {
    place_contended(index, {contended.data(), count}, now);
  } else if (group != kNoLink) {
    join_equal(index, group, now);  // the link is full every now and then: its flights stay together
  } else {
    run_alone(index, now);
  }
}

void Traffic::place_contended(std::uint32_t index, std::span<const std::uint32_t> contended, double now) {
  const LinkTable::Link& first = links_[contended.front()];
  if (contended.size() == 1 && first.equal + 1 == first.running && solvers_ == Solvers::Both) {
    join_equal(index, contended.front(), now);
    return;
  }
  const bool all_general = std::all_of(contended.begin(), contended.end(), [this](std::uint32_t id) {
    return links_[id].general + 1 == links_[id].running;
  });
  // The way back from SimGrid: a look at all its flights, no more often than as many have joined.
  const bool look = solvers_ == Solvers::Both && general_joins_ + 1 >= general_.size();
  // Most joins end here: the link is SimGrid's already, and nobody has to move.
  if (all_general && !look) {
    join_general(index, now);
    return;
  }
  run_alone(index, now);
  regroup(contended, now);
}

/// Moves all flights that compete on the contended links `seeds`, directly or through others, to the Sharing
/// that can do it.
void Traffic::regroup(std::span<const std::uint32_t> seeds, double now) {
  ++regroups_;
  // A walk over the graph of flights and contended links, from the seeds: all that are connected must be
  // solved together. The marks carry the number of the walk, so they need no clearing.
  seen_.resize(flights_.size());
  std::vector<std::uint32_t> links(seeds.begin(), seeds.end());
  std::vector<std::uint32_t> members;
  for (std::size_t next = 0; next < links.size(); ++next) {
    links_.for_each_flight(links[next], [&](std::uint32_t index) {
      const Flight& flight = flights_[index];
      if (!flight.is_running() || std::exchange(seen_[index], regroups_) == regroups_) {
        return;
      }
      members.push_back(index);
      for (const std::uint32_t id : flight.path.links()) {
        // A linear search: a walk meets a few links, since a path has at most four.
        if (links_[id].is_contended() && std::find(links.begin(), links.end(), id) == links.end()) {
          links.push_back(id);
        }
      }
    });
  }
  const bool single = links.size() == 1 && solvers_ == Solvers::Both;
  for (const std::uint32_t index : members) {
    const Flight& flight = flights_[index];
    if (single && !(flight.state == State::Equal && flight.bottleneck == links.front())) {
      stop_sharing(index, now);
      join_equal(index, links.front(), now);
    } else if (!single && flight.state != State::General) {
      stop_sharing(index, now);
      join_general(index, now);
    }
  }
  general_joins_ = 0;
}

void Traffic::run_alone(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  flight.state = State::Lone;
  flight.since = now;
  queue_.push({now + flight.left / flight.cap, flight.order, flight.sequence}, EventQueue::Kind::Flight,
              index, flight.ticket);
}

void Traffic::join_equal(std::uint32_t index, std::uint32_t link, double now) {
  flights_[index].state = State::Equal;
  flights_[index].bottleneck = link;
  equal_.join(index, now);
}

void Traffic::join_general(std::uint32_t index, double now) {
  flights_[index].state = State::General;
  for (const std::uint32_t id : flights_[index].path.links()) {
    ++links_[id].general;
  }
  ++general_joins_;
  general_.join(index, now);
}

/// Ends the flight's stay where it is; it has `left` to go at `now`.
void Traffic::stop_sharing(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  if (flight.state == State::Lone) {
    // At its very end rounding could make it negative.
    flight.left = std::max(0.0, flight.left - flight.cap * (now - flight.since));
    ++flight.ticket;
    queue_.note_void();
  } else if (flight.state == State::Equal) {
    flight.left = equal_.leave(index, now);
  } else if (flight.state == State::General) {
    flight.left = general_.leave(index, now);
    for (const std::uint32_t id : flight.path.links()) {
      --links_[id].general;
    }
  }
  flight.since = now;
}

/// Takes a flight off its links' capacity; it stays listed on them.
void Traffic::withdraw(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  if (flight.is_running()) {
    stop_sharing(index, now);
    links_.leave(flight.path, flight.cap);
  }
  flight.state = State::Paused;
}

void Traffic::land(std::uint32_t index, Outcome outcome, double now) {
  Flight& flight = flights_[index];
  flight.state = State::Landed;
  flight.outcome = outcome;
  queue_.push({now, flight.order, flight.sequence}, EventQueue::Kind::Flight, index, flight.ticket);
}

double Traffic::cancel(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  if (flight.state == State::Landed) {
    ++flight.ticket;
    queue_.note_void();
  } else {
    withdraw(index, now);
    links_.unlist(index);
  }
  const double left = flight.left;
  release(index);
  return left;
}

void Traffic::interrupt(std::uint32_t link, Outcome outcome, double now) {
  std::vector<std::uint32_t> crossing;
  links_.for_each_flight(link, [&](std::uint32_t index) { crossing.push_back(index); });
  for (const std::uint32_t index : crossing) {
    withdraw(index, now);
    links_.unlist(index);
    land(index, outcome, now);
  }
}

/// The flights whose cap changes begin anew with what they have left, and so do those that SimGrid has: it
/// would not let them speed up.
void Traffic::set_capacity(std::uint32_t link, double bytes_per_s, double now) {
  if (bytes_per_s == links_[link].capacity) {
    return;
  }
  // Work up to now was done at the old capacity.
  equal_.on_capacity_change(link, now);
  links_[link].capacity = bytes_per_s;
  std::vector<std::uint32_t> affected;
  links_.for_each_flight(link, [&](std::uint32_t index) {
    const Flight& flight = flights_[index];
    if (flight.state == State::General || flight.cap != links_.cap(flight.path)) {
      // Collected first: withdrawing changes what the list is walked by.
      affected.push_back(index);
    }
  });
  for (const std::uint32_t index : affected) {
    withdraw(index, now);
  }
  for (const std::uint32_t index : affected) {
    place(index, now);
  }
  if (links_[link].is_contended() && !is_settled(links_[link])) {
    regroup({&link, 1}, now);
  }
}

/// Whether the link's flights are all in the same Sharing.
bool Traffic::is_settled(const LinkTable::Link& link) const {
  return link.equal == link.running || link.general == link.running;
}

void Traffic::on_general_end(std::uint32_t index, double now) {
  Flight& flight = flights_[index];
  for (const std::uint32_t id : flight.path.links()) {
    --links_[id].general;
  }
  flight.left = 0;
  links_.leave(flight.path, flight.cap);
  links_.unlist(index);
  land(index, Outcome::Done, now);
}

std::uint32_t Traffic::on_entry(const EventQueue::Entry& entry) {
  if (is_void(entry)) {
    queue_.note_void_popped();
    return kNoFlight;
  }
  // A group's alarm names the flight of the group that ends; the alarm may also come too early (kNoFlight).
  const std::uint32_t index =
      entry.kind() == EventQueue::Kind::Group ? equal_.on_alarm(entry) : entry.index();
  if (index == kNoFlight || flights_[index].state == State::Landed) {
    return index;
  }
  Flight& flight = flights_[index];
  flight.left = 0;
  flight.state = State::Landed;
  links_.leave(flight.path, flight.cap);
  links_.unlist(index);
  return index;
}

bool Traffic::is_void(const EventQueue::Entry& entry) const {
  return entry.kind() == EventQueue::Kind::Group ? equal_.is_void(entry)
                                                 : flights_[entry.index()].ticket != entry.ticket;
}

void Traffic::release(std::uint32_t index) {
  Flight& flight = flights_[index];
  // The queue has no valid entry of the flight any more: whoever ended it has popped or voided it.
  ++flight.generation;
  flight.state = State::Free;
  free_.push_back(index);
}

}  // namespace dimsim::platform

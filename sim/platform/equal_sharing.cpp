#include "dimsim/platform/equal_sharing.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace dimsim::platform {

namespace {

/// Work is counted from 0 again beyond this, so that its spacing stays below 2e-5 bytes [B].
constexpr double kMostWork = 0x1p36;

}  // namespace

EqualSharing::Group& EqualSharing::group_of(std::uint32_t link) {
  std::uint32_t& index = links_[link].group;
  if (index == kNoLink) {
    if (free_groups_.empty()) {
      free_groups_.push_back(static_cast<std::uint32_t>(groups_.size()));
      groups_.emplace_back();
    }
    index = free_groups_.back();
    free_groups_.pop_back();
    groups_[index].link = link;
  }
  return groups_[index];
}

EqualSharing::Class& EqualSharing::class_of(Group& group, double cap) {
  // Caps are capacities of links, so a group has a handful of classes even with thousands of flights: a
  // sorted vector is faster than a map. Equal means equal to the last bit: caps are copied, never computed.
  auto place = std::lower_bound(group.classes.begin(), group.classes.end(), cap,
                                [](const Class& of, double wanted) { return of.cap < wanted; });
  if (place == group.classes.end() || place->cap != cap) {
    place = group.classes.emplace(place);
    place->cap = cap;
    if (!spare_heaps_.empty()) {
      place->heap = std::move(spare_heaps_.back());
      spare_heaps_.pop_back();
    }
  }
  return *place;
}

/// Brings the work of all classes up to `now`, before something changes.
void EqualSharing::touch(std::uint32_t index, double now) {
  Group& group = groups_[index];
  if (!group.changed) {
    group.changed = true;
    changed_.push_back(index);
  }
  if (now > group.since) {
    for (Class& of : group.classes) {
      of.work += of.rate * (now - group.since);
    }
  }
  group.since = now;
}

void EqualSharing::join(std::uint32_t flight, double now) {
  Flight& joining = flights_[flight];
  Group& group = group_of(joining.bottleneck);
  touch(links_[joining.bottleneck].group, now);
  Class& of = class_of(group, joining.cap);
  joining.finish = of.work + joining.left;
  // Work only grows, so the order of the finishes within a class never changes, whatever the rates do.
  of.heap.push_back({joining.finish, joining.order, joining.sequence, flight, joining.ticket});
  std::push_heap(of.heap.begin(), of.heap.end(), EndsLater());
  ++of.members;
  ++group.members;
  ++links_[joining.bottleneck].equal;
}

double EqualSharing::leave(std::uint32_t flight, double now) {
  Flight& leaving = flights_[flight];
  const std::uint32_t index = links_[leaving.bottleneck].group;
  touch(index, now);
  Class& of = class_of(groups_[index], leaving.cap);
  const double left = std::max(0.0, leaving.finish - of.work);
  ++leaving.ticket;  // voids its entry in the heap
  remove_member(groups_[index], of);
  return left;
}

void EqualSharing::on_capacity_change(std::uint32_t link, double now) {
  if (links_[link].group != kNoLink) {
    touch(links_[link].group, now);
  }
}

/// Its entry in the heap is void or gone by now.
void EqualSharing::remove_member(Group& group, Class& of) {
  --group.members;
  --links_[group.link].equal;
  // Classes that are empty go, since their work would drift without a member that needs it.
  if (--of.members > 0) {
    drop_void(of);
    return;
  }
  of.heap.clear();
  spare_heaps_.push_back(std::move(of.heap));
  group.classes.erase(group.classes.begin() + (&of - group.classes.data()));
}

/// Keeps a valid entry on top, and void ones from being the majority.
void EqualSharing::drop_void(Class& of) {
  const auto is_void = [this](const Member& member) {
    return flights_[member.flight].ticket != member.ticket;
  };
  constexpr std::size_t kFew = 64;
  if (of.heap.size() > 2 * std::size_t{of.members} + kFew) {
    std::erase_if(of.heap, is_void);
    std::make_heap(of.heap.begin(), of.heap.end(), EndsLater());
  }
  while (is_void(of.heap.front())) {
    std::pop_heap(of.heap.begin(), of.heap.end(), EndsLater());
    of.heap.pop_back();
  }
}

void EqualSharing::settle() {
  for (const std::uint32_t index : changed_) {
    Group& group = groups_[index];
    group.changed = false;
    if (group.members == 0) {
      release(index);
      continue;
    }
    fill(group);
    find_next_end(group);
    arm(index);
  }
  changed_.clear();
}

/// Water-filling: classes in the order of their caps take their cap, while that is no more than an equal part
/// of what is left; all others get this part.
void EqualSharing::fill(Group& group) const {
  double left = links_[group.link].capacity;
  double sharers = group.members;
  auto of = group.classes.begin();
  for (; of != group.classes.end() && of->cap * sharers <= left; ++of) {
    of->rate = of->cap;
    left -= of->cap * of->members;
    sharers -= of->members;
  }
  for (; of != group.classes.end(); ++of) {
    of->rate = left / sharers;
  }
}

void EqualSharing::find_next_end(Group& group) {
  group.next.date = std::numeric_limits<double>::infinity();
  for (Class& of : group.classes) {
    if (of.work > kMostWork) {
      // Subtracting the same amount from all finishes keeps the heap in order.
      for (Member& member : of.heap) {
        member.finish -= of.work;
        if (flights_[member.flight].ticket == member.ticket) {
          flights_[member.flight].finish = member.finish;
        }
      }
      of.work = 0;
    }
    const Member& first = of.heap.front();
    // The date is formed from `since`, which is the date of an event: two groups that change at one date stay
    // in step.
    const double date = group.since + std::max(0.0, first.finish - of.work) / of.rate;
    const EventKey key{date, first.order, first.sequence};
    if (key < group.next) {
      group.next = key;
      group.next_class = static_cast<std::size_t>(&of - group.classes.data());
    }
  }
}

/// An alarm that comes too early is kept, and re-armed when it fires: flights that join delay the next end,
/// and there may be many before it.
void EqualSharing::arm(std::uint32_t index) {
  Group& group = groups_[index];
  if (group.armed) {
    if (!(group.next < group.alarm)) {
      return;
    }
    queue_.note_void();
    ++group.ticket;
  }
  group.armed = true;
  group.alarm = group.next;
  queue_.push(group.alarm, EventQueue::Kind::Group, index, group.ticket);
}

void EqualSharing::release(std::uint32_t index) {
  Group& group = groups_[index];
  if (group.armed) {
    queue_.note_void();
    ++group.ticket;
    group.armed = false;
  }
  links_[group.link].group = kNoLink;
  group.link = kNoLink;
  free_groups_.push_back(index);
}

std::uint32_t EqualSharing::on_alarm(const EventQueue::Entry& entry) {
  Group& group = groups_[entry.index()];
  ++group.ticket;
  group.armed = false;
  // Flights have joined since the alarm was set, and the next end is later now.
  if (!(group.next == entry.key)) {
    arm(entry.index());
    return kNoFlight;
  }
  touch(entry.index(), entry.key.date);
  Class& of = group.classes[group.next_class];
  const std::uint32_t flight = of.heap.front().flight;
  of.work = of.heap.front().finish;  // without the rounding of the date
  std::pop_heap(of.heap.begin(), of.heap.end(), EndsLater());
  of.heap.pop_back();
  ++flights_[flight].ticket;
  remove_member(group, of);
  return flight;
}

}  // namespace dimsim::platform

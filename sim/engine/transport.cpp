#include "dimsim/engine/transport.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::engine {

Transport::Transport(const scenario::Scenario& scenario, platform::Kernel& kernel,
                     platform::Topology& topology, Radios& radios, Tokens tokens, Options options)
    : settings_(scenario.network.transport),
      kernel_(kernel),
      topology_(topology),
      radios_(radios),
      tokens_(tokens),
      segment_(static_cast<std::uint64_t>(std::max(1.0, std::round(settings_.segment_bytes)))),
      header_(static_cast<std::uint64_t>(std::round(settings_.header_bytes))),
      tiers_above_(static_cast<std::uint32_t>(scenario.tiers.size() - 1)),
      connections_(topology.devices().size() * tiers_above_),
      meters_(topology.group_of_link().size()),
      capacities_(topology.link_groups().size()),
      courses_(topology.link_groups().size()),
      options_(options) {
  for (std::size_t link = 0; link < meters_.size(); ++link) {
    meters_[link].group = topology.group_of_link()[link];
  }
}

std::uint64_t Transport::wire_bytes(std::uint64_t payload) const {
  const std::uint64_t packets = std::max<std::uint64_t>(1, (payload + segment_ - 1) / segment_);
  return payload + packets * header_;
}

std::uint64_t Transport::send(std::uint32_t slot, const platform::Route& route, std::uint32_t device,
                              std::uint32_t tier, Direction direction, bool from_device,
                              std::uint64_t payload, std::uint64_t order) {
  if (slot >= messages_.size()) {
    messages_.resize(slot + 1);
  }
  Message& message = messages_[slot];
  // The slot may have carried the upload of the same request: nothing of it may remain.
  message = {};
  message.route = route;
  message.payload_left = payload;
  message.order = order;
  message.connection = device * tiers_above_ + tier - 1;
  message.way = direction == Direction::Down ? Connection::Way::ToDevice
                : from_device                ? Connection::Way::FromDevice
                                             : Connection::Way::BetweenHosts;
  const std::uint64_t wire = wire_bytes(payload);
  // For the check of conservation: this sum knows nothing of rounds and meters.
  message_bytes_ += static_cast<double>(wire) * route.hops;
  if (window_open_) {
    for (const auto link : route.links()) {
      meters_[link].offered_bytes += static_cast<double>(wire);
    }
  }
  Lane& lane = lane_of(message);
  // One message at a time on each direction of a connection, in the order in which they were handed over.
  if (lane.busy) {
    if (lane.first == kNone) {
      lane.first = slot;
    } else {
      messages_[lane.last].next = slot;
    }
    lane.last = slot;
  } else {
    lane.busy = true;
    begin(slot);
  }
  return wire;
}

void Transport::set_capacity(platform::Kernel::LinkId link, double bytes_per_s) {
  const std::uint32_t group = meters_[link].group;
  // The integral up to now needs the old capacity, so it is taken before the kernel knows the new one.
  capacities_.change(link, group, topology_.link_groups()[group].bytes_per_s, kernel_.capacity(link),
                     bytes_per_s, kernel_.now());
  kernel_.set_capacity(link, bytes_per_s);
}

void Transport::set_latency(platform::Kernel::LinkId link, double latency_s) {
  if (!options_.has_latency_changes) {
    throw InvariantError("a latency changed in a run that was set up without changes of latency");
  }
  topology_.set_latency(link, latency_s, meters_[link].last_exit_s);
}

void Transport::set_window_open(bool open) {
  window_open_ = open;
  if (open) {
    capacities_.open_window(kernel_.now());
  } else {
    capacities_.close_window(kernel_.now());
  }
}

double Transport::nominal_s(const platform::Route& route, std::uint64_t payload) const {
  double bytes_per_s = std::numeric_limits<double>::infinity();
  for (const auto link : route.links()) {
    bytes_per_s = std::min(bytes_per_s, topology_.link_groups()[topology_.group_of_link()[link]].bytes_per_s);
  }
  const double round_trip_s = 2 * route.latency_s;
  double sent_s = 0;
  CongestionWindow window;
  window.restart(settings_);
  // The rounds of begin() to on_round_sent() on an idle path, summed up: the forecast and the simulation of a
  // message that meets nobody agree to rounding.
  while (true) {
    const std::uint64_t round = window.round_of(payload, segment_);
    const double round_s = static_cast<double>(wire_bytes(round)) / bytes_per_s;
    payload -= round;
    if (payload == 0) {
      return sent_s + round_s + route.latency_s;
    }
    sent_s += std::max(round_s, round_trip_s);
    window.grow(round_s < round_trip_s);
  }
}

void Transport::begin(std::uint32_t slot) {
  const Message& message = messages_[slot];
  Connection& connection = connections_[message.connection];
  // Only FromDevice opens: an answer comes on the connection that its request has opened, and hosts keep
  // theirs.
  connection.lane(message.way).window.restart(settings_);
  double setup_s = message.way == Connection::Way::FromDevice &&
                           connection.is_closed(kernel_.now(), settings_.keep_alive_s)
                       ? settings_.setup_round_trips * 2 * message.route.latency_s
                       : 0;
  if (radios_.have_states() && message.uses_radio()) {
    setup_s += radios_.begin(device_of(message), message.order, kernel_.now());
  }
  if (setup_s > 0) {
    kernel_.at(kernel_.now() + setup_s, tokens_.round_start(slot), message.order);
  } else {
    on_round_start(slot);
  }
}

void Transport::on_round_start(std::uint32_t slot) {
  Message& message = messages_[slot];
  // The kernel sees a round, not the message: between rounds the sender waits for acknowledgements, and
  // others have the link for themselves.
  message.round_began_s = kernel_.now();
  message.round_payload = lane_of(message).window.round_of(message.payload_left, segment_);
  kernel_.transfer(message.route.from, message.route.to, wire_bytes(message.round_payload),
                   tokens_.round_sent(slot), message.order);
}

void Transport::on_round_sent(std::uint32_t slot) {
  Message& message = messages_[slot];
  const std::uint64_t bytes = wire_bytes(message.round_payload);
  const auto carried = static_cast<double>(bytes);
  for (const auto link : message.route.links()) {
    meters_[link].bytes += carried;
    meters_[link].window_bytes += window_open_ ? carried : 0;
    courses_[meters_[link].group].add(message.round_began_s, kernel_.now(), carried);
  }
  if (options_.keep_bursts) {
    note_burst(message, bytes);
  }
  message.payload_left -= message.round_payload;
  if (message.payload_left == 0) {
    finish(slot);
    return;
  }
  // The acknowledgement of the first segment of the round allows the next one to begin: a round trip after
  // it was sent. Its own transmission time is left out, as the model of equal rounds does (methods,
  // transport).
  const double acknowledged_s = message.round_began_s + 2 * message.route.latency_s;
  const bool awaited = acknowledged_s > kernel_.now();
  lane_of(message).window.grow(awaited);
  if (awaited) {
    kernel_.at(acknowledged_s, tokens_.round_start(slot), message.order);
  } else {
    on_round_start(slot);
  }
}

void Transport::note_burst(const Message& message, std::uint64_t bytes) {
  results::Burst burst{.begin_s = message.round_began_s,
                       .end_s = kernel_.now(),
                       .bytes = bytes,
                       .request = static_cast<std::uint32_t>(message.order),
                       .is_up = message.way != Connection::Way::ToDevice};
  for (const auto link : message.route.links()) {
    burst.links.at(burst.hops++) = static_cast<std::uint16_t>(topology_.group_of_link()[link]);
  }
  bursts_.push_back(burst);
}

/// When a message arrives whose last byte leaves now. Where no latency has ever changed, the sum that the
/// route was made with is used, whose rounding does not depend on the direction.
double Transport::ordered_arrival_s(const platform::Route& route) {
  double exit_s = kernel_.now();
  bool has_changed = false;
  for (const auto link : route.links()) {
    LinkMeter& meter = meters_[link];
    if (const platform::Topology::Latency* latency = topology_.changed_latency(link); latency != nullptr) {
      exit_s = std::max(exit_s + latency->latency_s, latency->not_before_s);
      has_changed = true;
    } else {
      exit_s += topology_.link_groups()[meter.group].latency_s;
    }
    meter.last_exit_s = std::max(meter.last_exit_s, exit_s);
  }
  return has_changed ? exit_s : kernel_.now() + route.latency_s;
}

void Transport::finish(std::uint32_t slot) {
  const Message& message = messages_[slot];
  const double there_s = arrival_s(message.route);
  // The keep-alive of the connection runs from the arrival, which is not an event yet: the date is known.
  connections_[message.connection].on_message(message.way, there_s, settings_.keep_alive_s);
  kernel_.at(there_s, tokens_.delivered(slot), message.order);
  if (radios_.have_states() && message.uses_radio()) {
    radios_.end(device_of(message), message.order, kernel_.now());
  }
  Lane& lane = lane_of(message);
  const std::uint32_t behind = lane.first;
  if (behind == kNone) {
    lane.busy = false;
    return;
  }
  lane.first = messages_[behind].next;
  begin(behind);
}

}  // namespace dimsim::engine

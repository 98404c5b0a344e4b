#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::results {

/// Slices that stand below each other: of a device, of a station above, or of a link.
struct Track {
  enum class Of : std::uint8_t { Device, Station, Link };
  enum class What : std::uint8_t { Service, Queue, Up, Down, Bytes };

  Of of = Of::Device;
  std::uint32_t row = 0;     ///< of the station, or of the link
  std::uint32_t device = 0;  ///< where it is a device's or its access link's
  What what = What::Service;

  auto operator<=>(const Track&) const = default;
};

/// Gives slices that come in the order of their beginnings the lowest lane that is free.
class Lanes {
 public:
  std::size_t take(std::int64_t begin_ns, std::int64_t end_ns);

 private:
  using Busy = std::pair<std::int64_t, std::size_t>;  ///< until when, and which
  std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy_;
  std::set<std::size_t> free_;
  std::size_t count_ = 0;
};

/// The threads on which slices lie: one for each track, and more where its slices overlap. Memory grows with
/// threads and with the slices that overlap, not with all slices.
class Threads {
 public:
  struct Place {
    std::uint64_t thread = 0;  ///< from 1 on
    std::size_t lane = 0;
    bool is_new = false;
  };

  /// Contract: the slices of a track come in the order of their beginnings.
  [[nodiscard]] Place place(const Track& track, std::int64_t begin_ns, std::int64_t end_ns);

 private:
  struct OfTrack {
    Lanes lanes;
    std::vector<std::uint64_t> threads;  ///< by lane
  };
  std::map<Track, OfTrack> tracks_;
  std::uint64_t threads_ = 0;
};

/// Values that change by whole numbers, asked for in any order of dates but given in order.
class Counters {
 public:
  struct Value {
    const std::string& name;
    std::int64_t date_ns;
    std::int64_t value;
  };
  using Take = std::function<void(const Value&)>;

  /// A value that is `change` higher from begin to end.
  void raise(const std::string& name, std::int64_t begin_ns, std::int64_t end_ns, std::int64_t change);
  /// Hands out the values after each change before a date. Contract: nothing is raised before that date
  /// later.
  void advance(std::int64_t date_ns, const Take& take);

 private:
  using Change = std::pair<std::pair<std::int64_t, std::size_t>, std::int64_t>;  ///< date, which, by what
  std::map<std::string, std::size_t> numbers_;
  std::vector<const std::string*> names_;
  std::vector<std::int64_t> values_;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
};

}  // namespace dimsim::results

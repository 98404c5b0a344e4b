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

/// A group of slices that share a heading: one kind of activity of a device, a station or a link.
struct Track {
  enum class Of : std::uint8_t { Device, Station, Link };
  enum class What : std::uint8_t { Service, Queue, Up, Down, Bytes };

  Of of = Of::Device;
  std::uint32_t row = 0;     ///< of the station or the link
  std::uint32_t device = 0;  ///< the device, for tracks of a device or of its access link
  What what = What::Service;

  auto operator<=>(const Track&) const = default;
};

/// Assigns to each slice the lowest free lane. Contract: slices come in the order of their beginnings.
class Lanes {
 public:
  std::size_t take(std::int64_t begin_ns, std::int64_t end_ns);

 private:
  using Busy = std::pair<std::int64_t, std::size_t>;  ///< end of the slice [ns], and its lane
  std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy_;
  std::set<std::size_t> free_;
  std::size_t count_ = 0;
};

/// The threads of slices: one for each track, and more if its slices overlap, because a viewer draws
/// overlapping slices of one thread as nested. Memory grows with threads and overlapping slices, not with all
/// slices.
class Threads {
 public:
  struct Place {
    std::uint64_t thread = 0;  ///< counted from 1
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

/// Counters that change by whole numbers. Changes may be added in any order; values come out in order of
/// time.
class Counters {
 public:
  struct Value {
    const std::string& name;
    std::int64_t date_ns;
    std::int64_t value;
  };
  using Take = std::function<void(const Value&)>;

  /// Raises a counter by `change` from begin to end.
  void raise(const std::string& name, std::int64_t begin_ns, std::int64_t end_ns, std::int64_t change);
  /// Calls `take` with the value after each change before an instant. Contract: later calls of raise() begin
  /// at or after that instant.
  void advance(std::int64_t date_ns, const Take& take);

 private:
  using Change = std::pair<std::pair<std::int64_t, std::size_t>, std::int64_t>;  ///< instant, counter, change
  std::map<std::string, std::size_t> numbers_;
  std::vector<const std::string*> names_;
  std::vector<std::int64_t> values_;
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
};

}  // namespace dimsim::results

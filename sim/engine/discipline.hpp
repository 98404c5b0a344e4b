#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::engine {

// Declarations of parameters, and their resolved values.
using language::Field;
using language::Node;

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// A request in a queue, and its neighbours.
struct Waiting {
  std::uint32_t previous = kNone;  ///< joined before
  std::uint32_t next = kNone;      ///< joined after
  double since_s = 0;              ///< when it joined [s]
};

/// The queue of a station as a discipline sees it: slots in the order in which they joined. Walk it by
///     for (std::uint32_t slot = queue.first(); slot != kNone; slot = queue[slot].next)
class Queue {
 public:
  Queue(std::uint32_t station, std::uint32_t first, std::uint32_t size, std::span<const Waiting> waiting)
      : station_(station), first_(first), size_(size), waiting_(waiting) {}

  [[nodiscard]] std::uint32_t station() const { return station_; }
  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] const Waiting& operator[](std::uint32_t slot) const { return waiting_[slot]; }

 private:
  std::uint32_t station_;
  std::uint32_t first_;
  std::uint32_t size_;
  std::span<const Waiting> waiting_;  ///< by slot
};

/// What a free server does.
struct Pick {
  std::span<const std::uint32_t> batch;  ///< slots to serve together; valid until the next pick
  double wake_s = std::numeric_limits<double>::infinity();  ///< if the batch is empty: when to ask again [s]
};

/// Chooses what a station serves next.
///
/// Contract: pick() is called whenever a server is free and a request waits: after an arrival, after a
/// service, after a change of the station's mode, and at the date that it has named. It returns waiting
/// requests, each once, or a date after `now` at which to ask again, or neither, to be asked after the next
/// arrival, service or change of mode. One object serves all stations of a kind; state that belongs to a
/// station is kept by Queue::station(). It throws nothing.
class Discipline {
 public:
  virtual ~Discipline() = default;
  /// Whether a request that finds a free server and nobody waiting begins alone at once; pick() is then not
  /// asked for it.
  [[nodiscard]] virtual bool is_immediate() const { return false; }
  [[nodiscard]] virtual Pick pick(const Queue& queue, double now) = 0;
};

/// A discipline as the registry and the scenario language know it.
struct DisciplineEntry {
  std::string name;
  std::string summary;  ///< one line
  std::string rule;     ///< in full
  std::vector<Field> parameters;
  std::function<std::unique_ptr<Discipline>(const Node& parameters)> make;
};

/// All disciplines. One line each in discipline_registry.cpp.
[[nodiscard]] const std::vector<DisciplineEntry>& disciplines();

/// The discipline of that name. Throws InvariantError if there is none.
[[nodiscard]] std::unique_ptr<Discipline> make_discipline(std::string_view name, const Node& parameters);

}  // namespace dimsim::engine

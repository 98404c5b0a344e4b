#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dimsim::cartography {

/// Names of samples in the order of reading, as JSON: 17715, or "snli-4". They share one string: a million
/// separate strings would take several times the memory.
class Guids {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t position) const;
  void add(std::string_view guid);

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

/// Index of guids by their text. It holds a reference to the guids, which must outlive it and must not move.
class GuidIndex {
 public:
  explicit GuidIndex(Guids& guids) : guids_(guids), positions_(0, Hash{&guids}, Equal{&guids}) {}

  /// Position of a guid, and whether it is new. A new guid is added.
  std::pair<std::size_t, bool> insert(std::string_view guid);

 private:
  using Position = std::uint32_t;

  struct Hash {
    using is_transparent = void;
    const Guids* guids;
    std::size_t operator()(std::string_view guid) const noexcept {
      return std::hash<std::string_view>()(guid);
    }
    std::size_t operator()(Position position) const noexcept { return (*this)((*guids)[position]); }
  };
  struct Equal {
    using is_transparent = void;
    const Guids* guids;
    bool operator()(Position a, Position b) const { return a == b; }
    bool operator()(std::string_view guid, Position position) const { return guid == (*guids)[position]; }
    bool operator()(Position position, std::string_view guid) const { return guid == (*guids)[position]; }
  };

  Guids& guids_;
  std::unordered_set<Position, Hash, Equal> positions_;
};

}  // namespace dimsim::cartography

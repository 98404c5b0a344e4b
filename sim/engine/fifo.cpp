#include "dimsim/engine/fifo.hpp"

namespace dimsim::engine {
namespace {

class Fifo : public Discipline {
 public:
  bool is_immediate() const override { return true; }

  Pick pick(const Queue& queue, double /*now*/) override {
    first_ = queue.first();
    return {.batch = {&first_, 1}};
  }

 private:
  std::uint32_t first_ = kNone;
};

}  // namespace

DisciplineEntry fifo_entry() {
  return {.name = "fifo",
          .summary = "first come, first served, one at a time",
          .rule = "A free server takes the request that has waited the longest.",
          .parameters = {},
          .make = [](const Node& /*parameters*/) -> std::unique_ptr<Discipline> {
            return std::make_unique<Fifo>();
          }};
}

}  // namespace dimsim::engine

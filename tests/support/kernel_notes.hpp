#pragma once

#include "dimsim/platform/kernel.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace dimsim::platform {

/// Notes the events of a kernel with their dates, and calls `react` for each.
class Notes : public Kernel::Events {
 public:
  struct Note {
    double date = 0;
    std::uint64_t token = 0;
    Kernel::Outcome outcome = Kernel::Outcome::Done;
    double left_bytes = 0;
  };

  explicit Notes(Kernel& kernel) : kernel_(kernel) {}
  void on_event(const Kernel::Event& event) override {
    seen.push_back({kernel_.now(), event.token, event.outcome, event.left_bytes});
    if (react) {
      react(event.token);
    }
  }

  std::vector<Note> seen;
  std::function<void(std::uint64_t)> react;

 private:
  Kernel& kernel_;
};

}  // namespace dimsim::platform

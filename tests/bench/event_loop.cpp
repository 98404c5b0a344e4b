// The limit: a bare event loop that pushes and pops as many events per request as dimsim, at the same dates
// when nothing waits, and computes nothing.
#include "bench/load.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <queue>

namespace dimsim::bench {

namespace {

struct Event {
  double date_s = 0;
  std::uint64_t order = 0;
  double arrival_s = 0;
  std::uint32_t stage = 0;

  bool operator>(const Event& other) const {
    return date_s != other.date_s ? date_s > other.date_s : order > other.order;
  }
};

void run(const Load& load) {
  const std::clock_t began = std::clock();
  // Arrival, text sent, text received, served, answer sent, answer received: six events.
  const std::array<double, 5> stages{load.text_bytes / Load::kAccess, Load::kPropagation, Load::kService,
                                     static_cast<double>(Load::kAnswerBytes) / Load::kAccess,
                                     Load::kPropagation};
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
  std::uint64_t order = 0;
  Arrivals arrivals(load);
  Tally tally;
  const auto push_arrival = [&] {
    if (const auto arrival = arrivals.next()) {
      events.push({arrival->date_s, order++, arrival->date_s, 0});
    }
  };
  push_arrival();
  while (!events.empty()) {
    Event event = events.top();
    events.pop();
    if (event.stage == 0) {
      push_arrival();
    }
    if (event.stage == stages.size()) {
      tally.add(event.arrival_s, event.date_s);
      continue;
    }
    event.date_s += stages.at(event.stage++);
    event.order = order++;
    events.push(event);
  }
  tally.print(began);
}

}  // namespace

}  // namespace dimsim::bench

int main(int argc, char** argv) {
  try {
    dimsim::bench::run(dimsim::bench::parse_load(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 1;
  }
}

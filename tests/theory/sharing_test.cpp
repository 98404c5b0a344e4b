/// Random networks whose capacities change while transfers are in progress, outages included, against an
/// independent max-min fluid model; and our solver of single contended links against SimGrid.

#include "dimsim/platform/kernel.hpp"
#include "support/fluid_reference.hpp"
#include "support/kernel_notes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using platform::Kernel;

struct Case {
  std::vector<double> capacity;          ///< [B/s]
  std::vector<fluid::Message> messages;  ///< by date
  std::vector<fluid::CapacityChange> changes;
};

/// Numbers that are the same with every standard library.
class Draws {
 public:
  explicit Draws(std::uint32_t seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_()) / 4294967296.0);
  }
  double log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
  int below(int count) { return static_cast<int>(uniform(0, count)); }

 private:
  std::mt19937 engine_;
};

constexpr int kMessages = 25;
constexpr double kSmallest = 1e5;  ///< capacity when not out [B/s]

/// Changes of random links at random dates, every other one of the busiest link, and one in five an outage of
/// up to 1 s.
void add_changes(Case& of, Draws& draws, int busiest) {
  const int changes = 5 + draws.below(15);
  for (int change = 0; change < changes; ++change) {
    const int any = draws.below(static_cast<int>(of.capacity.size()));
    const int link = draws.below(2) == 0 ? busiest : any;
    const double at_s = draws.uniform(0, 4);
    const double to = draws.log_uniform(kSmallest, 4e6);
    if (draws.below(5) == 0) {
      of.changes.push_back({at_s, link, 0});
      of.changes.push_back({at_s + draws.uniform(0.01, 1), link, to});
    } else {
      of.changes.push_back({at_s, link, to});
    }
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.at_s < b.at_s; };
  std::stable_sort(of.changes.begin(), of.changes.end(), earlier);
  for (std::size_t link = 0; link < of.capacity.size(); ++link) {
    of.changes.push_back(
        {6.0 + 0.01 * static_cast<double>(link), static_cast<int>(link), 1e6});  // no outage stays
  }
}

/// `ways` lists the possible paths of a message; a way that is `once` is a message's own.
Case random_case(Draws& draws, std::size_t links, const std::vector<std::vector<int>>& ways, bool once,
                 int busiest) {
  Case made;
  for (std::size_t link = 0; link < links; ++link) {
    made.capacity.push_back(draws.log_uniform(kSmallest, 4e6));
  }
  std::vector<double> dates;
  for (int message = 0; message < kMessages; ++message) {
    dates.push_back(draws.uniform(0, 3));
  }
  std::sort(dates.begin(), dates.end());
  for (int message = 0; message < kMessages; ++message) {
    const int way = once ? message : draws.below(static_cast<int>(ways.size()));
    made.messages.push_back({dates[static_cast<std::size_t>(message)],
                             std::floor(draws.log_uniform(100, 1e6)), ways[static_cast<std::size_t>(way)],
                             message});
  }
  add_changes(made, draws, busiest);
  return made;
}

/// Each message over an access link of its own, and one backhaul for all: a single link that is contended.
Case single_bottleneck(Draws& draws) {
  std::vector<std::vector<int>> ways;
  for (int message = 0; message < kMessages; ++message) {
    ways.push_back({message + 1, 0});
  }
  return random_case(draws, kMessages + 1, ways, true, 0);
}

/// Four phones that send several messages at once, over two backhauls and a WAN.
Case general(Draws& draws) {
  const std::vector<std::vector<int>> ways = {{0, 4},    {1, 4},    {2, 5},    {3, 5},
                                              {0, 4, 6}, {1, 4, 6}, {2, 5, 6}, {3, 5, 6}};
  return random_case(draws, 7, ways, false, 6);
}

/// Mostly one contended link; now and then a second one at once: flights move between the solvers.
Case mixture(Draws& draws) {
  std::vector<std::vector<int>> ways;
  for (int message = 0; message < kMessages; ++message) {
    ways.push_back(message % 5 == 0 ? std::vector<int>{message + 2, 0, 1} : std::vector<int>{message + 2, 0});
  }
  return random_case(draws, kMessages + 2, ways, true, 0);
}

/// All cases side by side in one kernel; they have nothing in common but the clock.
class Networks : public platform::Kernel::Events {
 public:
  Networks(const std::vector<Case>& cases, Kernel::Solvers solvers) : kernel_(solvers), cases_(cases) {
    const Kernel::Endpoint here = kernel_.add_endpoint({}, {});
    for (std::uint32_t number = 0; number < cases.size(); ++number) {
      const Case& of = cases[number];
      std::vector<Kernel::LinkId> ids;
      for (const double bytes_per_s : of.capacity) {
        ids.push_back(kernel_.add_link(bytes_per_s));
      }
      for (const fluid::Message& message : of.messages) {
        std::vector<Kernel::LinkId> out;
        for (const int link : message.links) {
          out.push_back(ids[static_cast<std::size_t>(link)]);
        }
        expect(message.sent_s,
               {Step::Kind::Send, number, kernel_.add_endpoint(out, {}), here, message.bytes});
      }
      for (const fluid::CapacityChange& change : of.changes) {
        const Kernel::LinkId link = ids[static_cast<std::size_t>(change.link)];
        expect(change.at_s, {Step::Kind::Change, number, link, 0, change.bytes_per_s});
      }
      departed_.emplace_back();
    }
    kernel_.seal();
  }

  /// By case and message [s].
  const std::vector<std::vector<double>>& run() {
    kernel_.run(*this);
    return departed_;
  }
  [[nodiscard]] std::uint64_t handed_to_simgrid() const { return kernel_.handed_to_simgrid(); }

 private:
  struct Step {
    enum class Kind : std::uint8_t { Send, Change };
    Kind kind;
    std::uint32_t of;
    std::uint32_t where;  ///< endpoint or link
    Kernel::Endpoint to;
    double amount;
  };
  static constexpr std::uint64_t kEnd = std::uint64_t{1} << 32;

  void expect(double date, const Step& step) {
    kernel_.at(date, steps_.size(), 0);
    steps_.push_back(step);
  }

  void on_event(const Kernel::Event& event) override {
    EXPECT_EQ(event.outcome, Kernel::Outcome::Done);
    if (event.token >= kEnd) {
      departed_[(event.token - kEnd) / kMessages][(event.token - kEnd) % kMessages] = kernel_.now();
      return;
    }
    const Step& step = steps_[event.token];
    if (step.kind == Step::Kind::Change) {
      kernel_.set_capacity(step.where, step.amount);
      return;
    }
    std::vector<double>& sent = departed_[step.of];
    const std::uint64_t token = kEnd + std::uint64_t{step.of} * kMessages + sent.size();
    sent.push_back(-1);
    kernel_.transfer(step.where, step.to, static_cast<std::uint64_t>(step.amount), token, token);
  }

  Kernel kernel_;
  const std::vector<Case>& cases_;
  std::vector<Step> steps_;
  std::vector<std::vector<double>> departed_;
};

constexpr int kCasesPerProcess = 50;

template <typename Make>
std::vector<Case> make_cases(std::uint32_t seed, Make make) {
  Draws draws(seed);
  std::vector<Case> cases;
  for (int number = 0; number < kCasesPerProcess; ++number) {
    cases.push_back(make(draws));
  }
  return cases;
}

/// Largest difference of a departure from the fluid model's [s].
double worst_error_s(const std::vector<Case>& cases, const std::vector<std::vector<double>>& departed) {
  double worst_s = 0;
  for (std::size_t number = 0; number < cases.size(); ++number) {
    const Case& of = cases[number];
    const std::vector<double> expected = fluid::departures(of.messages, of.capacity, of.changes);
    EXPECT_EQ(departed[number].size(), expected.size());
    for (std::size_t message = 0; message < expected.size(); ++message) {
      worst_s = std::max(worst_s, std::abs(departed[number][message] - expected[message]));
    }
  }
  return worst_s;
}

class ChangingCapacities : public testing::TestWithParam<std::uint32_t> {};

/// Exact but for the rounding of dates: 2^-53 of some seconds for each of some hundred events.
TEST_P(ChangingCapacities, SingleBottleneckIsExact) {
  const std::vector<Case> cases = make_cases(GetParam(), single_bottleneck);
  Networks networks(cases, Kernel::Solvers::Both);
  const double worst_s = worst_error_s(cases, networks.run());
  fmt::print("{} cases, worst error {:.1e} s\n", cases.size(), worst_s);
  EXPECT_LT(worst_s, 1e-12);
  EXPECT_EQ(networks.handed_to_simgrid(), 0U);
}

/// SimGrid ends a transfer up to 1e-9 s early, and sizes are rounded to 1/1024 byte. So a transfer errs by up
/// to 1e-9 s and 1/2048 byte over its share, which is no less than kSmallest / kMessages in most cases; each
/// error delays the transfers behind it.
constexpr double kSimGridTolerance = kMessages * (1e-9 + 1.0 / 2048 / (kSmallest / kMessages));

TEST_P(ChangingCapacities, GeneralNetworkMatchesTheFluidModel) {
  const std::vector<Case> cases = make_cases(GetParam() + 1000, general);
  Networks networks(cases, Kernel::Solvers::Both);
  const double worst_s = worst_error_s(cases, networks.run());
  fmt::print("{} cases, {} transfers handed to SimGrid, worst error {:.1e} s\n", cases.size(),
             networks.handed_to_simgrid(), worst_s);
  EXPECT_LT(worst_s, kSimGridTolerance);
  EXPECT_GT(networks.handed_to_simgrid(), 1000U);
}

TEST_P(ChangingCapacities, MixtureMatchesTheFluidModel) {
  const std::vector<Case> cases = make_cases(GetParam() + 2000, mixture);
  Networks networks(cases, Kernel::Solvers::Both);
  const double worst_s = worst_error_s(cases, networks.run());
  fmt::print("{} cases, {} transfers handed to SimGrid, worst error {:.1e} s\n", cases.size(),
             networks.handed_to_simgrid(), worst_s);
  EXPECT_LT(worst_s, kSimGridTolerance);
  EXPECT_GT(networks.handed_to_simgrid(), 100U);
}

/// The same single bottlenecks, by SimGrid alone: it agrees with the model that our solver agrees with.
TEST_P(ChangingCapacities, SimGridAgreesOnSingleBottlenecks) {
  const std::vector<Case> cases = make_cases(GetParam(), single_bottleneck);
  Networks networks(cases, Kernel::Solvers::SimGridOnly);
  const double worst_s = worst_error_s(cases, networks.run());
  fmt::print("{} cases, {} transfers handed to SimGrid, worst error {:.1e} s\n", cases.size(),
             networks.handed_to_simgrid(), worst_s);
  EXPECT_LT(worst_s, kSimGridTolerance);
  EXPECT_GT(networks.handed_to_simgrid(), 1000U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ChangingCapacities, testing::Range(1U, 7U));

}  // namespace
}  // namespace dimsim

// How often the 95 % interval of one run's mean holds the truth, which docs/comparing.md has a table of.
#include "support/batch_means_coverage.hpp"

#include <cstddef>
#include <cstdint>

#include <fmt/core.h>

int main() {
  constexpr std::uint32_t kRepeats = 400;
  constexpr std::size_t kRequests = 20'000;
  fmt::print("\nCoverage of the 95 % interval of one run's mean, M/M/1, {} repeats of {} requests\n\n",
             kRepeats, kRequests);
  for (const double load : {0.5, 0.8}) {
    const dimsim::statistics::BatchMeansCoverage found =
        dimsim::statistics::batch_means_coverage(load, kRequests, kRepeats);
    const double coverage = static_cast<double>(found.covering) / found.given;
    fmt::print("  {:<62} {:>7.1f} %  92-98 % {}; {} given\n", fmt::format("load {}", load), 100 * coverage,
               coverage >= 0.92 && coverage <= 0.98 ? "reached" : "MISSED", found.given);
  }
}

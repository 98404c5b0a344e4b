#include "dimsim/study/warm_up.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/statistics/warm_up.hpp"
#include "dimsim/study/child_process.hpp"
#include "dimsim/study/file_descriptor.hpp"
#include "dimsim/study/serialisation.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>

namespace dimsim::study {

namespace {

struct Answers {
  std::vector<double> request;    ///< number of each answered request
  std::vector<double> latency_s;  ///< [s]
  double requests = 0;            ///< all
};

Answers answers_of(const results::RunResult& run) {
  Answers answers;
  answers.requests = static_cast<double>(run.requests.size());
  for (std::size_t i = 0; i < run.requests.size(); ++i) {
    const results::RequestRecord& request = run.requests[i];
    if (request.outcome == results::Outcome::Answered) {
      answers.request.push_back(static_cast<double>(i));
      answers.latency_s.push_back(request.finish_s - request.arrival_s);
    }
  }
  return answers;
}

[[noreturn]] void run_pilot_and_exit(const std::function<results::RunResult()>& simulate, int file,
                                     pid_t parent) {
  int status = 1;
  die_with(parent, status);
  try {
    const Answers answers = answers_of(simulate());
    write_numbers(file, {answers.request, answers.latency_s, {answers.requests}});
    status = 0;
  } catch (const std::exception&) {
    // The actual run fails in the same way, and reports it.
  }
  _exit(status);
}

}  // namespace

// Latencies could be cut after a single run, but utilisation and overload are integrated over the measurement
// window during the run. So the run is made twice: with the same random numbers the pilot is the same run up
// to what is measured of it.
std::optional<results::FoundWarmUp> find_warm_up(const std::function<results::RunResult()>& simulate) {
  const FileDescriptor file(memfd_create("dimsim-pilot", MFD_CLOEXEC));
  const pid_t parent = getpid();
  const pid_t pilot = file.number() < 0 ? -1 : fork();
  if (pilot < 0) {
    throw RunError(fmt::format("cannot start the run that finds the warm-up: {}", errno_text()));
  }
  if (pilot == 0) {
    run_pilot_and_exit(simulate, file.number(), parent);
  }
  int status = 0;
  while (waitpid(pilot, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0) {
    return std::nullopt;
  }
  const std::vector<std::vector<double>> numbers = read_numbers(file.number());
  const std::vector<double>& request = numbers.at(0);
  const statistics::WarmUp found = statistics::mser5(numbers.at(1));
  // From the number of answers to discard to the number of the first request to measure: without an answer a
  // request has no latency, so the two counts differ when requests were dropped.
  const double half = numbers.at(2).at(0) / 2;
  const double first = found.observations < request.size() ? request[found.observations] : half;
  return results::FoundWarmUp{.requests = static_cast<std::uint64_t>(std::min(first, half)),
                              .is_long_enough = found.is_long_enough};
}

}  // namespace dimsim::study

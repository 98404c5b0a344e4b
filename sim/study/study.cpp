#include "dimsim/study/study.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/hash.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/engine/run.hpp"
#include "dimsim/study/forking.hpp"
#include "dimsim/study/pool.hpp"
#include "dimsim/study/schedule.hpp"
#include "dimsim/study/warm_up.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

// One loop of one thread: start runs, collect the ended ones, deliver complete points, report progress. The
// runs are processes and need no lock; all state of the study is in the Runner of the parent. A result takes
// the way through the journal even if nothing is interrupted, so that resumed and uninterrupted studies are
// written by the same code from the same bytes.
namespace dimsim::study {

namespace {

using results::FailedKey;
using results::RunKey;

/// Longest time between two looks at progress and time limits. The end of a run interrupts the wait.
constexpr std::chrono::milliseconds kWatchInterval{200};

/// "policy 'all-edge' at task = sst-2, replication 3", for messages.
std::string name_of(const RunKey& key, const Inputs& inputs) {
  const plan::PointDescription& point = inputs.description;
  std::string name = fmt::format("policy '{}'", inputs.scenario.policies[key.policy].label);
  for (const plan::Label& label : point.labels) {
    name += fmt::format("{}{} = {}", &label == &point.labels.front() ? " at " : ", ", label.axis, label.text);
  }
  return point.replications > 1 || point.precision ? fmt::format("{}, replication {}", name, key.replication)
                                                   : name;
}

results::RunResult simulate(const RunKey& key, const Inputs& point, const scenario::Scenario& scenario,
                            bool keep_bursts, std::atomic<std::uint64_t>* done) {
  return engine::run({.scenario = scenario,
                      .samples = point.trace->split,
                      .policy = scenario.policies[key.policy],
                      .calibration = point.calibration ? &point.calibration->split : nullptr,
                      .replication = key.replication,
                      .keep_bursts = keep_bursts,
                      .progress = done});
}

/// Executes one run and makes the record that the journal keeps.
results::RunRecord make_record(const RunKey& key, const Inputs& point, bool keep_requests, bool keep_bursts,
                               std::atomic<std::uint64_t>& done) {
  scenario::Scenario scenario = point.scenario;
  std::optional<results::FoundWarmUp> warm_up;
  if (scenario.workload.find_warm_up) {
    warm_up = find_warm_up([&] { return simulate(key, point, scenario, false, nullptr); });
    scenario.workload.warm_up_requests = warm_up ? warm_up->requests : 0;
  }
  results::RunRecord record{
      .key = key, .summary = {}, .run = simulate(key, point, scenario, keep_bursts, &done)};
  record.summary = results::summarise(record.run);
  record.summary.found_warm_up = warm_up;
  // Whatever grows with the number of requests is dropped in the process of the run, before it is written.
  if (!keep_requests) {
    record.run.requests = {};
    record.run.visits = {};
    record.run.policy_report.courses = {};
    for (results::LinkAccount& link : record.run.links) {
      link.course = {};
    }
  }
  return record;
}

/// The state of run() and the steps of its loop.
class Runner {
 public:
  Runner(std::span<const Inputs> points, const Options& options, Journal& journal, bool keep_requests,
         const SignalWatch& signals)
      : points_(points),
        options_(options),
        journal_(journal),
        keep_requests_(keep_requests),
        schedule_(points, options.shard),
        work_([this](const RunKey& key, std::atomic<std::uint64_t>& done) {
          results::RunRecord record =
              make_record(key, points_[key.point], keep_requests_, options_.keep_bursts, done);
          journal_.keep(record);
        }),
        pool_(options.workers, work_, options.time_limit_s, signals) {
    for (std::size_t point = 0; point < points.size(); ++point) {
      progress_.points += schedule_.has(point) ? 1U : 0U;
    }
  }

  [[nodiscard]] bool is_done() const { return schedule_.is_done(); }

  /// Gives runs to idle workers. Runs that the journal holds take no worker, but go through the schedule as
  /// if they had just ended: with a precision the number of replications follows from all results.
  void start_workers() {
    while (!pool_.is_full()) {
      const std::optional<RunKey> key = schedule_.next();
      if (!key) {
        return;
      }
      if (journal_.had(*key)) {
        const results::PolicySummary summary = journal_.read_summary(*key);
        schedule_.end(*key, &summary);
        ended_.push_back(*key);
        progress_.found += expected(*key);
        finished_ += expected(*key);
        continue;
      }
      pool_.start(*key, name_of(*key, points_[key->point]));
    }
  }

  /// Returns true if any run has ended since the last call.
  bool collect() {
    return pool_.collect([this](const RunKey& key, const std::optional<Failure>& failure) {
      finished_ += expected(key);
      if (!failure) {
        journal_.mark_kept(key);
        const results::PolicySummary summary = journal_.read_summary(key);
        schedule_.end(key, &summary);
        ended_.push_back(key);
        return;
      }
      // Wrong input ends the study: the other runs would refuse it too. Any other failure costs one run.
      if (failure->kind == Failure::Kind::Input) {
        throw InputError(failure->diagnostics);
      }
      schedule_.end(key, nullptr);
      failed_.push_back({key, failure->message});
    });
  }

  /// Delivers the runs of a point when it and all earlier points are complete. A result file is written from
  /// front to back, so a point that ends early waits in the journal, not in memory.
  void deliver(const std::function<void(const results::RunRecord&)>& to) {
    for (; delivered_ < points_.size() && schedule_.is_complete(delivered_); ++delivered_) {
      const auto is_later = [this](const RunKey& key) { return key.point != delivered_; };
      const auto begin = std::stable_partition(ended_.begin(), ended_.end(), is_later);
      std::sort(begin, ended_.end());
      for (auto key = begin; key != ended_.end(); ++key) {
        to(journal_.read(*key));
      }
      ended_.erase(begin, ended_.end());
      progress_.points_done += schedule_.has(delivered_) ? 1U : 0U;
    }
  }

  void show_progress() {
    progress_.runs_done = schedule_.ended();
    progress_.runs = schedule_.planned();
    progress_.done = finished_ + pool_.finished_requests();
    const std::size_t left = schedule_.planned() - schedule_.ended();
    progress_.expected = std::max(progress_.done, finished_ + left * mean_requests());
    const Worker* longest = pool_.longest();
    progress_.longest = longest == nullptr ? "" : longest->name();
    progress_.longest_s = longest == nullptr ? 0 : longest->age_s();
    options_.on_progress(progress_);
  }

  [[nodiscard]] std::vector<FailedKey> take_failed() {
    std::sort(failed_.begin(), failed_.end(),
              [](const FailedKey& a, const FailedKey& b) { return a.key < b.key; });
    return std::move(failed_);
  }

 private:
  [[nodiscard]] std::uint64_t expected(const RunKey& key) const {
    return expected_requests(points_[key.point].scenario);
  }

  /// Mean number of requests of a run, over all points; an estimate for the runs that have not ended.
  [[nodiscard]] std::uint64_t mean_requests() {
    if (mean_requests_ == 0) {
      for (const Inputs& point : points_) {
        mean_requests_ += expected_requests(point.scenario);
      }
      mean_requests_ /= points_.size();
    }
    return mean_requests_;
  }

  std::span<const Inputs> points_;
  const Options& options_;
  Journal& journal_;
  bool keep_requests_;
  Schedule schedule_;
  Work work_;
  Pool pool_;
  std::vector<RunKey> ended_;  ///< runs with a result that was not delivered yet
  std::size_t delivered_ = 0;  ///< number of points, from the first
  std::vector<FailedKey> failed_;
  std::uint64_t finished_ = 0;  ///< requests of the runs that have ended
  std::uint64_t mean_requests_ = 0;
  Progress progress_;
};

bool keeps_requests(std::span<const Inputs> points, const plan::Settings& settings) {
  switch (settings.keep_requests) {
    case plan::KeepRequests::Yes:
      return true;
    case plan::KeepRequests::No:
      return false;
    case plan::KeepRequests::Auto:
      break;
  }
  const plan::PointDescription& first = points.front().description;
  return points.size() == 1 && first.replications == 1 && !first.precision;
}

}  // namespace

results::StudyHeader header_of(std::span<const Inputs> points, const plan::Settings& settings) {
  const scenario::Scenario& first = points.front().scenario;
  results::StudyHeader header{.name = first.name,
                              .seed = first.seed,
                              .source_yaml = settings.source_yaml,
                              .resolved_yaml = settings.portable_yaml,
                              .keep_requests = keeps_requests(points, settings),
                              .points = {}};
  std::map<std::filesystem::path, std::string> fingerprints;  // thousands of points may share one large trace
  for (const Inputs& point : points) {
    std::string& fingerprint = fingerprints[point.trace->file];
    if (fingerprint.empty()) {
      fingerprint = trace::fingerprint(point.trace->file);
    }
    header.points.push_back(results::point_header(point.scenario, *point.trace, fingerprint,
                                                  header.keep_requests, point.description));
  }
  return header;
}

std::string fingerprint_of(const results::StudyHeader& header, std::span<const Inputs> points) {
  // The executable is included: another build may compute other numbers, or write other fields. A commit is
  // not enough, since a developer's build may have changes that are not committed.
  static const std::string program = trace::fingerprint("/proc/self/exe");
  std::uint64_t hash = fnv1a(fmt::format("{} {} {}", kVersion, kCommit, program));
  hash = fnv1a(header.name + header.resolved_yaml, hash);
  for (std::size_t i = 0; i < points.size(); ++i) {
    hash = fnv1a(points[i].description.yaml, hash);
    hash = fnv1a(header.points[i].trace_fingerprint, hash);
    for (const plan::Label& label : points[i].description.labels) {
      hash = fnv1a(label.axis + "=" + label.text, hash);
    }
  }
  return fmt::format("{:016x}", hash);
}

std::vector<results::FailedKey> run(std::span<const Inputs> points, const Options& options, Journal& journal,
                                    bool keep_requests, const SignalWatch& signals,
                                    const std::function<void(const results::RunRecord&)>& deliver) {
  prepare_for_forks();  // before the Runner, which forks the workers
  Runner runner(points, options, journal, keep_requests, signals);
  while (!runner.is_done()) {
    runner.start_workers();
    if (!runner.collect() && !runner.is_done()) {
      signals.wait(kWatchInterval);
      runner.collect();
    }
    runner.start_workers();  // before deliver(), which takes time in which workers would be idle
    runner.deliver(deliver);
    journal.sync_if_due();  // while the workers are busy
    runner.show_progress();
  }
  signals.check();
  return runner.take_failed();
}

}  // namespace dimsim::study

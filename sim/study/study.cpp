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

namespace dimsim::study {

namespace {

using results::FailedKey;
using results::RunKey;

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

/// Does one run, and makes of it what is kept.
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

/// The work of `run`: its state, and a step at a time.
class Runner {
 public:
  Runner(std::span<const Inputs> points, const Options& options, const Journal& journal, bool keep_requests,
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

  /// Whether any run has ended since the last time.
  bool collect() {
    return pool_.collect([this](const RunKey& key, const std::optional<Failure>& failure) {
      finished_ += expected(key);
      if (!failure) {
        const results::PolicySummary summary = journal_.read_summary(key);
        schedule_.end(key, &summary);
        ended_.push_back(key);
        return;
      }
      if (failure->kind == Failure::Kind::Input) {
        throw InputError(failure->diagnostics);
      }
      schedule_.end(key, nullptr);
      failed_.push_back({key, failure->message});
    });
  }

  /// Hands on the runs of all points that are complete, and before which all are.
  void deliver(const std::function<void(const results::RunRecord&)>& to) {
    for (; delivered_ < points_.size() && schedule_.is_complete(delivered_); ++delivered_) {
      const auto is_next = [this](const RunKey& key) { return key.point != delivered_; };
      const auto begin = std::stable_partition(ended_.begin(), ended_.end(), is_next);
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
    progress_.done = finished_ + pool_.count();
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

  /// Of a run, over all points.
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
  const Journal& journal_;
  bool keep_requests_;
  Schedule schedule_;
  Work work_;
  Pool pool_;
  std::vector<RunKey> ended_;  ///< well, and not delivered yet
  std::size_t delivered_ = 0;  ///< points
  std::vector<FailedKey> failed_;
  std::uint64_t finished_ = 0;  ///< requests of runs that have ended
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
  std::map<std::filesystem::path, std::string> fingerprints;
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
  // The program itself is part of it: another build may compute, or keep, something else.
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
  prepare_for_forks();
  Runner runner(points, options, journal, keep_requests, signals);
  while (!runner.is_done()) {
    runner.start_workers();
    if (!runner.collect() && !runner.is_done()) {
      signals.wait(kWatchInterval);
      runner.collect();
    }
    runner.start_workers();  // before the results, whose writing takes time
    runner.deliver(deliver);
    runner.show_progress();
  }
  signals.check();
  return runner.take_failed();
}

}  // namespace dimsim::study

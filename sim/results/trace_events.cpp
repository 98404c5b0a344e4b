#include "results/trace_events.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::results {
namespace {

enum class What : std::uint8_t { Service, Queue, Up, Down };

/// Whose slices stand below each other: a device, or a station above.
struct Track {
  bool is_device = true;
  std::uint32_t number = 0;  ///< of the device, or row of the station
  What what = What::Service;

  auto operator<=>(const Track&) const = default;
};

struct Slice {
  Track track;
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  std::uint32_t request = 0;
  std::uint32_t tier = 0;
};

std::int64_t nanoseconds(double date_s) { return std::llround(date_s * 1e9); }

/// Microseconds, in which the format counts.
std::string microseconds(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1000, ns % 1000); }

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

/// Gives slices that come in the order of their beginnings the lowest lane that is free.
class Lanes {
 public:
  std::size_t take(std::int64_t begin_ns, std::int64_t end_ns) {
    while (!busy_.empty() && busy_.top().first <= begin_ns) {
      free_.insert(busy_.top().second);
      busy_.pop();
    }
    if (free_.empty()) {
      free_.insert(count_++);
    }
    const std::size_t lane = *free_.begin();
    free_.erase(free_.begin());
    busy_.emplace(end_ns, lane);
    return lane;
  }

  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  using Busy = std::pair<std::int64_t, std::size_t>;  ///< until when, and which
  std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy_;
  std::set<std::size_t> free_;
  std::size_t count_ = 0;
};

/// Writes one run.
class RunWriter {
 public:
  RunWriter(const RunResult& run, const scenario::Scenario& point, const trace::Split& samples,
            const TraceEventOptions& options, std::uint64_t process, std::ofstream& stream)
      : run_(run), point_(point), samples_(samples), options_(options), process_(process), stream_(stream) {}

  void write(const std::string& name) {
    metadata("process_name", 0, name);
    for (std::size_t i = 0; i < run_.requests.size(); ++i) {
      if (run_.requests[i].outcome == Outcome::Answered) {
        add_slices(i);
      }
    }
    write_slices();
    write_counters();
  }

 private:
  [[nodiscard]] bool is_chosen(std::size_t request) const {
    const double arrival_s = run_.requests[request].arrival_s;
    return request % options_.every == 0 && arrival_s >= options_.begin_s && arrival_s < options_.end_s;
  }

  void count(const std::string& name, std::int64_t begin_ns, std::int64_t end_ns) {
    if (end_ns > begin_ns) {
      auto& changes = counters_[name];
      changes.emplace_back(begin_ns, 1);
      changes.emplace_back(end_ns, -1);
    }
  }

  void add(std::size_t request, std::size_t tier, const Track& track, double begin_s, double end_s) {
    const Slice slice{track, nanoseconds(begin_s), nanoseconds(end_s), static_cast<std::uint32_t>(request),
                      static_cast<std::uint32_t>(tier)};
    const bool has_length = slice.end_ns > slice.begin_ns;
    if (is_chosen(request) && (has_length || track.what == What::Service)) {
      slices_.push_back(slice);
    }
  }

  void add_slices(std::size_t request) {
    const RequestRecord& record = run_.requests[request];
    double until_s = record.arrival_s;
    std::size_t last = 0;
    for (std::size_t tier = 0; tier < run_.tiers.size(); ++tier) {
      const Visit& visit = run_.visit(request, tier);
      if (visit.station < 0) {
        continue;
      }
      const bool is_device = point_.tiers[tier].location == scenario::Location::Device;
      const auto row = static_cast<std::uint32_t>(visit.station);
      const std::uint32_t number = is_device ? record.device : row;
      add(request, tier, {true, record.device, What::Up}, visit.sent_s, visit.received_s);
      add(request, tier, {is_device, number, What::Queue}, visit.received_s, visit.started_s);
      add(request, tier, {is_device, number, What::Service}, visit.started_s, visit.finished_s);
      count("messages up to " + run_.tiers[tier], nanoseconds(visit.sent_s), nanoseconds(visit.received_s));
      count("waiting at " + run_.stations[row].name, nanoseconds(visit.received_s),
            nanoseconds(visit.started_s));
      until_s = visit.finished_s;
      last = tier;
    }
    add(request, last, {true, record.device, What::Down}, until_s, record.finish_s);
    count("messages down from " + run_.tiers[last], nanoseconds(until_s), nanoseconds(record.finish_s));
  }

  [[nodiscard]] std::string name_of(const Track& track, std::size_t lane) const {
    const std::string who =
        track.is_device ? fmt::format("device {}", track.number) : run_.stations[track.number].name;
    const char* what = track.what == What::Service ? ""
                       : track.what == What::Queue ? " queue"
                       : track.what == What::Up    ? " messages up"
                                                   : " messages down";
    return lane == 0 ? who + what : fmt::format("{}{} ({})", who, what, lane + 1);
  }

  [[nodiscard]] std::string title(const Slice& slice) const {
    const std::string& tier = run_.tiers[slice.tier];
    switch (slice.track.what) {
      case What::Service:
        return "compute at " + tier;
      case What::Queue:
        return "queue at " + tier;
      case What::Up:
        return "up to " + tier;
      case What::Down:
        return "answer from " + tier;
    }
    return "";
  }

  [[nodiscard]] std::string details(std::size_t request) const {
    const RequestRecord& record = run_.requests[request];
    const std::string_view label = samples_.complexity.empty()
                                       ? trace::to_string(trace::Complexity::Unknown)
                                       : trace::to_string(samples_.complexity[record.sample]);
    return fmt::format(
        R"({{"request":{},"sample":{},"label":{},"answered_by":{},"exit_layer":{},"confidence":{:.6g},"policy":{}}})",
        request, record.sample, quoted(std::string(label)), quoted(run_.tiers[record.answered_tier]),
        record.exit_layer, samples_.confidence(record.sample, record.exit_layer), quoted(run_.policy));
  }

  void write_slices() {
    std::sort(slices_.begin(), slices_.end(), [](const Slice& a, const Slice& b) {
      return std::tie(a.track, a.begin_ns, a.end_ns, a.request) <
             std::tie(b.track, b.begin_ns, b.end_ns, b.request);
    });
    std::size_t first_thread = 1;
    for (auto begin = slices_.begin(); begin != slices_.end();) {
      const auto end = std::find_if(begin, slices_.end(),
                                    [begin](const Slice& slice) { return slice.track != begin->track; });
      Lanes lanes;
      for (auto slice = begin; slice != end; ++slice) {
        write_slice(*slice, first_thread + lanes.take(slice->begin_ns, slice->end_ns));
      }
      for (std::size_t lane = 0; lane < lanes.count(); ++lane) {
        metadata("thread_name", first_thread + lane, name_of(begin->track, lane));
      }
      first_thread += lanes.count();
      begin = end;
    }
  }

  /// With the decisions around it: at the arrival where to begin, after a stay at a tier to answer or to go
  /// up.
  void write_slice(const Slice& slice, std::size_t thread) {
    const RequestRecord& record = run_.requests[slice.request];
    const std::string of_request = details(slice.request);
    if (slice.begin_ns == nanoseconds(record.arrival_s) && slice.end_ns > slice.begin_ns) {
      write_decision("begin at " + run_.tiers[slice.tier], thread, slice.begin_ns, of_request);
    }
    event(fmt::format(R"("ph":"X","name":{},"cat":"request","tid":{},"ts":{},"dur":{},"args":{})",
                      quoted(title(slice)), thread, microseconds(slice.begin_ns),
                      microseconds(slice.end_ns - slice.begin_ns), of_request));
    if (slice.track.what == What::Service) {
      write_decision(slice.tier == record.answered_tier ? "answer" : "go up", thread, slice.end_ns,
                     of_request);
    }
  }

  void write_decision(const std::string& decision, std::size_t thread, std::int64_t date_ns,
                      const std::string& of_request) {
    event(fmt::format(R"("ph":"i","s":"t","name":{},"cat":"decision","tid":{},"ts":{},"args":{})",
                      quoted("decision: " + decision), thread, microseconds(date_ns), of_request));
  }

  /// Of all requests, whichever are chosen; where a window begins, with what is there already.
  void write_counters() {
    for (auto& [name, changes] : counters_) {
      std::sort(changes.begin(), changes.end());
      std::int64_t value = 0;
      std::int64_t written = 0;
      for (std::size_t i = 0; i < changes.size(); ++i) {
        const double date_s = static_cast<double>(changes[i].first) * 1e-9;
        if (date_s >= options_.end_s) {
          break;
        }
        if (date_s >= options_.begin_s && value != written) {
          write_counter(name, nanoseconds(options_.begin_s), value);
        }
        value += changes[i].second;
        const bool is_last_of_date = i + 1 == changes.size() || changes[i + 1].first != changes[i].first;
        if (date_s < options_.begin_s) {
          continue;
        }
        if (is_last_of_date) {
          write_counter(name, changes[i].first, value);
        }
        written = value;
      }
    }
  }

  void write_counter(const std::string& name, std::int64_t date_ns, std::int64_t value) {
    event(fmt::format(R"("ph":"C","name":{},"tid":0,"ts":{},"args":{{"count":{}}})", quoted(name),
                      microseconds(date_ns), value));
  }

  void metadata(const char* what, std::size_t thread, const std::string& name) {
    event(fmt::format(R"("ph":"M","name":"{}","tid":{},"args":{{"name":{}}})", what, thread, quoted(name)));
  }

  void event(const std::string& members) {
    stream_ << (is_first_ && process_ == 1 ? "\n" : ",\n") << "{\"pid\":" << process_ << ',' << members
            << '}';
    is_first_ = false;
  }

  const RunResult& run_;
  const scenario::Scenario& point_;
  const trace::Split& samples_;
  const TraceEventOptions& options_;
  std::uint64_t process_;
  std::ofstream& stream_;
  bool is_first_ = true;
  std::vector<Slice> slices_;
  std::map<std::string, std::vector<std::pair<std::int64_t, int>>> counters_;  ///< changes: date [ns], by
};

/// "policy cartography, point 2 (bandwidth = 5Mbps), replication 1".
std::string run_name(const RunRecord& record, const scenario::Scenario& point) {
  std::string labels;
  for (const scenario::Label& label : point.labels) {
    labels += fmt::format("{}{} = {}", labels.empty() ? "" : ", ", label.axis, label.text);
  }
  return fmt::format("policy {}, point {}{}, replication {}", record.run.policy, record.key.point,
                     labels.empty() ? "" : " (" + labels + ")", record.key.replication);
}

}  // namespace

TraceEvents::TraceEvents(TraceEventOptions options)
    : options_(std::move(options)), file_(options_.file), stream_(file_.temporary()) {
  stream_ << R"({"otherData":{"format":"dimsim.trace-events"},"displayTimeUnit":"ms","traceEvents":[)";
}

void TraceEvents::add(const RunRecord& record, const scenario::Scenario& point, const trace::Split& samples) {
  RunWriter(record.run, point, samples, options_, ++runs_, stream_).write(run_name(record, point));
  if (!stream_) {
    throw RunError(fmt::format("cannot write '{}'; is the disk full?", options_.file));
  }
}

void TraceEvents::finish() {
  stream_ << "\n]}\n";
  stream_.close();
  if (!stream_) {
    throw RunError(fmt::format("cannot write '{}'; is the disk full?", options_.file));
  }
  file_.commit();
}

}  // namespace dimsim::results

#include "dimsim/results/timeline.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/results/timeline_tracks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <queue>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// Events are written in order of time without sorting all of them. The records are sorted by arrival, and
// nothing of a request begins before it arrives: so at each arrival everything earlier is complete and can be
// written, and a heap orders the slices that begin later.
namespace dimsim::results {
namespace {

struct Slice {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  Track track;
  std::uint32_t request = 0;
  std::uint32_t tier = 0;
  std::uint64_t bytes = 0;  ///< of a burst

  bool operator>(const Slice& other) const {
    return std::tie(begin_ns, end_ns, track, request) >
           std::tie(other.begin_ns, other.end_ns, other.track, other.request);
  }
};

constexpr double kNanosecond = 1e-9;
constexpr const char* kUtilisationPrefix = "use of ";
/// Utilisation is counted in integer steps of the capacity: sums of doubles would not return to 0.
constexpr double kUtilisationStep = 1e-6;

std::int64_t nanoseconds(double date_s) { return std::llround(date_s / kNanosecond); }

// The format counts microseconds, which readers parse as floating-point numbers, truncate to nanoseconds, or
// add up. A slice is shortened by a fifth of a nanosecond at both ends, so that in no reader it overlaps the
// next one.

std::string date_text(std::int64_t ns) { return fmt::format("{}.{:03}2", ns / 1000, ns % 1000); }

std::string duration_text(std::int64_t ns) {
  const std::int64_t tenths = std::max<std::int64_t>(0, 10 * ns - 4);
  return fmt::format("{}.{:04}", tenths / 10'000, tenths % 10'000);
}

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

/// Writes one run.
class RunWriter {
 public:
  RunWriter(const RunResult& run, const scenario::Scenario& point, const TimelineOptions& options,
            std::uint64_t process, std::ofstream& stream)
      : run_(run), point_(point), options_(options), process_(process), stream_(stream) {
    for (const RequestRecord& record : run.requests) {
      devices_ = std::max<std::uint64_t>(devices_, record.device + 1);
    }
  }

  void write(const std::string& name) {
    metadata("process_name", 0, "name", quoted(name));
    count_link_utilisation();
    auto burst = run_.bursts.begin();
    for (std::size_t i = 0; i < run_.requests.size(); ++i) {
      // All slices of this request and of later ones begin at its arrival or afterwards.
      write_until(nanoseconds(run_.requests[i].arrival_s));
      if (run_.requests[i].outcome == Outcome::Answered) {
        add_slices(i);
      }
      for (; burst != run_.bursts.end() && burst->request == i; ++burst) {
        add_burst(*burst);
      }
    }
    write_until(std::numeric_limits<std::int64_t>::max());
  }

 private:
  [[nodiscard]] bool is_chosen(std::size_t request) const {
    const double arrival_s = run_.requests[request].arrival_s;
    return request % options_.every == 0 && arrival_s >= options_.begin_s && arrival_s < options_.end_s;
  }

  void count(const std::string& name, double begin_s, double end_s) {
    counters_.raise(name, nanoseconds(begin_s), nanoseconds(end_s), 1);
  }

  void add(std::size_t request, std::size_t tier, const Track& track, double begin_s, double end_s) {
    // Rounded to nanoseconds here, once: the end of one slice and the beginning of the next are the same
    // instant and so get the same number.
    const Slice slice{.begin_ns = nanoseconds(begin_s),
                      .end_ns = nanoseconds(end_s),
                      .track = track,
                      .request = static_cast<std::uint32_t>(request),
                      .tier = static_cast<std::uint32_t>(tier)};
    // Slices of no length are noise, except services: the decision after them is drawn with them.
    const bool has_length = slice.end_ns > slice.begin_ns;
    if (is_chosen(request) && (has_length || track.what == Track::What::Service)) {
      slices_.push(slice);
    }
  }

  void add_slices(std::size_t request) {
    const RequestRecord& record = run_.requests[request];
    double until_s = record.arrival_s;
    std::size_t last = 0;
    const auto of_device = [&record](Track::What what) {
      return Track{.of = Track::Of::Device, .device = record.device, .what = what};
    };
    for (std::size_t tier = 0; tier < run_.tiers.size(); ++tier) {
      const Visit& visit = run_.visit(request, tier);
      if (visit.station < 0) {
        continue;
      }
      const bool is_device = point_.tiers[tier].location == scenario::Location::Device;
      const auto row = static_cast<std::uint32_t>(visit.station);
      const auto at_host = [&](Track::What what) {
        return is_device ? of_device(what) : Track{.of = Track::Of::Station, .row = row, .what = what};
      };
      add(request, tier, of_device(Track::What::Up), visit.sent_s, visit.received_s);
      add(request, tier, at_host(Track::What::Queue), visit.received_s, visit.started_s);
      add(request, tier, at_host(Track::What::Service), visit.started_s, visit.finished_s);
      count("messages up to " + run_.tiers[tier], visit.sent_s, visit.received_s);
      count("waiting at " + run_.stations[row].name, visit.received_s, visit.started_s);
      until_s = visit.finished_s;
      last = tier;
    }
    add(request, last, of_device(Track::What::Down), until_s, record.finish_s);
    count("messages down from " + run_.tiers[last], until_s, record.finish_s);
  }

  /// Adds a slice on each link that the burst crosses. The devices of a group share a row of links, but each
  /// device has a link and therefore a track of its own.
  void add_burst(const Burst& burst) {
    const std::int64_t begin_ns = nanoseconds(burst.begin_s);
    const std::int64_t end_ns = nanoseconds(burst.end_s);
    for (const std::uint16_t row : std::span(burst.links).first(burst.hops)) {
      const LinkAccount& link = run_.links[row];
      const bool is_of_device = link.links > 1;
      if (is_chosen(burst.request) && end_ns > begin_ns) {
        slices_.push({.begin_ns = begin_ns,
                      .end_ns = end_ns,
                      .track = {.of = Track::Of::Link,
                                .row = row,
                                .device = is_of_device ? run_.requests[burst.request].device : 0,
                                .what = Track::What::Bytes},
                      .request = burst.request,
                      .bytes = burst.bytes});
      }
    }
  }

  /// Counts the utilisation of links: bytes carried in each bin of the run over the capacity.
  void count_link_utilisation() {
    for (const LinkAccount& link : run_.links) {
      const double capacity = link.bytes_per_s * static_cast<double>(link.links);
      for (std::size_t bin = 0; bin < link.course.size(); ++bin) {
        const double begin_s = static_cast<double>(bin) * run_.bin_s;
        const double end_s = std::min(begin_s + run_.bin_s, run_.end_s);
        if (!(end_s > begin_s)) {
          break;
        }
        counters_.raise(kUtilisationPrefix + link.name, nanoseconds(begin_s), nanoseconds(end_s),
                        std::llround(link.course[bin] / (capacity * (end_s - begin_s)) / kUtilisationStep));
      }
    }
  }

  [[nodiscard]] std::string name_of(const Track& track, std::size_t lane) const {
    std::string name;
    switch (track.of) {
      case Track::Of::Device:
        name = fmt::format("device {}", track.device);
        break;
      case Track::Of::Station:
        name = run_.stations[track.row].name;
        break;
      case Track::Of::Link:
        name = "link " + run_.links[track.row].name;
        name += run_.links[track.row].links > 1 ? fmt::format(" of device {}", track.device) : "";
        break;
    }
    name += track.what == Track::What::Queue  ? " queue"
            : track.what == Track::What::Up   ? " messages up"
            : track.what == Track::What::Down ? " messages down"
                                              : "";
    return lane == 0 ? name : fmt::format("{} ({})", name, lane + 1);
  }

  /// The position of a track in the viewer: devices, then stations, then links; tracks of one device
  /// together.
  [[nodiscard]] std::uint64_t rank_of(const Track& track) const {
    constexpr std::uint64_t kWhats = 5;
    const std::uint64_t devices = devices_;
    const auto of = static_cast<std::uint64_t>(track.of);
    return ((of * std::max<std::uint64_t>(run_.stations.size(), run_.links.size()) + track.row) * devices +
            track.device) *
               kWhats +
           static_cast<std::uint64_t>(track.what);
  }

  [[nodiscard]] std::string title(const Slice& slice) const {
    const std::string& tier = run_.tiers[slice.tier];
    switch (slice.track.what) {
      case Track::What::Service:
        return "compute at " + tier;
      case Track::What::Queue:
        return "queue at " + tier;
      case Track::What::Up:
        return "up to " + tier;
      case Track::What::Down:
        return "answer from " + tier;
      case Track::What::Bytes:
        break;
    }
    return "";
  }

  /// `confidence` is that of the exit that answered or on which a decision is based; NaN if there is none.
  [[nodiscard]] std::string details(std::size_t request, float confidence) const {
    const RequestRecord& record = run_.requests[request];
    return fmt::format(
        R"({{"request":{},"sample":{},"label":{},"answered_by":{},"exit_layer":{},"confidence":{},"policy":{}}})",
        request, record.sample,
        quoted(std::string(trace::to_string(static_cast<trace::Complexity>(record.label)))),
        quoted(run_.tiers[record.answered_tier]), record.exit_layer,
        std::isnan(confidence) ? "null" : fmt::format("{:.6g}", confidence), quoted(run_.policy));
  }

  /// Writes all slices that begin, and all changes of counters, before an instant.
  void write_until(std::int64_t date_ns) {
    while (!slices_.empty() && slices_.top().begin_ns < date_ns) {
      const Slice slice = slices_.top();
      slices_.pop();
      const Threads::Place place = threads_.place(slice.track, slice.begin_ns, slice.end_ns);
      if (place.is_new) {
        metadata("thread_name", place.thread, "name", quoted(name_of(slice.track, place.lane)));
        metadata("thread_sort_index", place.thread, "sort_index", fmt::to_string(rank_of(slice.track)));
      }
      if (slice.track.of == Track::Of::Link) {
        write_burst(slice, place.thread);
      } else {
        write_slice(slice, place.thread);
      }
    }
    counters_.advance(date_ns, [this](const Counters::Value& value) { write_counter(value); });
  }

  void write_burst(const Slice& slice, std::uint64_t thread) {
    event(fmt::format(
        R"("ph":"X","name":"request {}","cat":"link","tid":{},"ts":{},"dur":{},"args":{{"request":{},"bytes":{},"mean_bytes_per_s":{:.6g}}})",
        slice.request, thread, date_text(slice.begin_ns), duration_text(slice.end_ns - slice.begin_ns),
        slice.request, slice.bytes,
        static_cast<double>(slice.bytes) /
            (static_cast<double>(slice.end_ns - slice.begin_ns) * kNanosecond)));
  }

  /// Writes a slice and the decisions at its ends: at the arrival, where to begin; after a service, whether
  /// to answer or to go up.
  void write_slice(const Slice& slice, std::uint64_t thread) {
    const RequestRecord& record = run_.requests[slice.request];
    if (slice.begin_ns == nanoseconds(record.arrival_s) && slice.end_ns > slice.begin_ns) {
      write_decision("begin at " + run_.tiers[slice.tier], thread, slice.begin_ns,
                     details(slice.request, std::numeric_limits<float>::quiet_NaN()));
    }
    event(fmt::format(R"("ph":"X","name":{},"cat":"request","tid":{},"ts":{},"dur":{},"args":{})",
                      quoted(title(slice)), thread, date_text(slice.begin_ns),
                      duration_text(slice.end_ns - slice.begin_ns),
                      details(slice.request, run_.visit(slice.request, record.answered_tier).confidence)));
    if (slice.track.what == Track::What::Service) {
      write_decision(slice.tier == record.answered_tier ? "answer" : "go up", thread, slice.end_ns,
                     details(slice.request, run_.visit(slice.request, slice.tier).confidence));
    }
  }

  void write_decision(const std::string& decision, std::uint64_t thread, std::int64_t date_ns,
                      const std::string& of_request) {
    event(fmt::format(R"("ph":"i","s":"t","name":{},"cat":"decision","tid":{},"ts":{},"args":{})",
                      quoted("decision: " + decision), thread, date_text(date_ns), of_request));
  }

  /// Counters include all requests, not only the chosen ones: the length of a queue that counts every tenth
  /// request would be misleading. At the beginning of the chosen interval each counter starts with its value
  /// at that time.
  void write_counter(const Counters::Value& counter) {
    const double date_s = static_cast<double>(counter.date_ns) * kNanosecond;
    if (date_s < options_.begin_s) {
      before_begin_[counter.name] = counter.value;
      return;
    }
    for (const auto& [name, value] : before_begin_) {
      write_count(name, nanoseconds(options_.begin_s), value);
    }
    before_begin_.clear();
    if (date_s < options_.end_s) {
      write_count(counter.name, counter.date_ns, counter.value);
    }
  }

  void write_count(const std::string& name, std::int64_t date_ns, std::int64_t value) {
    const std::string text =
        name.starts_with(kUtilisationPrefix)
            ? fmt::format(R"("percent":{:.6g})", static_cast<double>(value) * kUtilisationStep * 100)
            : fmt::format(R"("count":{})", value);
    event(fmt::format(R"("ph":"C","name":{},"tid":0,"ts":{},"args":{{{}}})", quoted(name), date_text(date_ns),
                      text));
  }

  void metadata(const char* what, std::uint64_t thread, const char* key, const std::string& value) {
    event(fmt::format(R"("ph":"M","name":"{}","tid":{},"args":{{"{}":{}}})", what, thread, key, value));
  }

  void event(const std::string& members) {
    stream_ << (is_first_ && process_ == 1 ? "\n" : ",\n") << "{\"pid\":" << process_ << ',' << members
            << '}';
    is_first_ = false;
  }

  const RunResult& run_;
  const scenario::Scenario& point_;
  const TimelineOptions& options_;
  std::uint64_t process_;
  std::ofstream& stream_;
  bool is_first_ = true;
  std::uint64_t devices_ = 1;
  std::priority_queue<Slice, std::vector<Slice>, std::greater<>> slices_;  ///< of requests in progress
  Threads threads_;
  Counters counters_;
  std::map<std::string, std::int64_t> before_begin_;  ///< values of the counters before options_.begin_s
};

/// "policy cartography, point 2 (bandwidth = 5Mbps), replication 1".
std::string run_name(const RunRecord& record, const std::vector<plan::Label>& labels_of_point) {
  std::string labels;
  for (const plan::Label& label : labels_of_point) {
    labels += fmt::format("{}{} = {}", labels.empty() ? "" : ", ", label.axis, label.text);
  }
  return fmt::format("policy {}, point {}{}, replication {}", record.run.policy, record.key.point,
                     labels.empty() ? "" : " (" + labels + ")", record.key.replication);
}

}  // namespace

Timeline::Timeline(TimelineOptions options)
    : options_(std::move(options)), file_(options_.file), stream_(file_.temporary()) {
  stream_ << R"({"otherData":{"format":"dimsim.trace-events"},"displayTimeUnit":"ms","traceEvents":[)";
}

void Timeline::add(const RunRecord& record, const scenario::Scenario& point,
                   const std::vector<plan::Label>& labels) {
  RunWriter(record.run, point, options_, ++runs_, stream_).write(run_name(record, labels));
  if (!stream_) {
    throw RunError(fmt::format("cannot write '{}'; is the disk full?", options_.file));
  }
}

void Timeline::finish() {
  stream_ << "\n]}\n";
  stream_.close();
  if (!stream_) {
    throw RunError(fmt::format("cannot write '{}'; is the disk full?", options_.file));
  }
  file_.commit();
}

}  // namespace dimsim::results

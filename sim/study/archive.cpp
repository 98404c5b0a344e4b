#include "study/archive.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <system_error>
#include <type_traits>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

namespace dimsim::study {

namespace {

std::string reason() { return std::generic_category().message(errno); }

/// Takes values apart into bytes; together with Source, `pass` is written once for both directions.
class Sink {
 public:
  explicit Sink(int file) : file_(file) {}

  void bytes(const void* data, std::size_t count) const {
    const auto* from = static_cast<const char*>(data);
    while (count > 0) {
      const ssize_t written = write(file_, from, count);
      if (written < 0 && errno != EINTR) {
        throw RunError(fmt::format("cannot keep the result: {}", reason()));
      }
      const std::size_t done = written < 0 ? 0 : static_cast<std::size_t>(written);
      from += done;
      count -= done;
    }
  }
  std::size_t size(std::size_t count) const {
    bytes(&count, sizeof(count));
    return count;
  }

 private:
  int file_;
};

/// Puts values together again, piece by piece: a mapping of a large report would stay in memory beside its
/// copy.
class Source {
 public:
  Source(int file, std::size_t position) : file_(file), size_(size_of(file)), left_(size_ - position) {
    if (position > size_ || lseek(file, static_cast<off_t>(position), SEEK_SET) < 0) {
      throw RunError(fmt::format("cannot read the result: {}", reason()));
    }
  }

  [[nodiscard]] std::size_t position() const { return size_ - left_; }

  void bytes(void* data, std::size_t count) {
    require(count);
    left_ -= count;
    auto* to = static_cast<char*>(data);
    while (count > 0) {
      const ssize_t got = read(file_, to, count);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got <= 0) {
        throw RunError(fmt::format("cannot read the result: {}", got < 0 ? reason() : "it ends too early"));
      }
      to += got;
      count -= static_cast<std::size_t>(got);
    }
  }
  std::size_t size(std::size_t /*of the empty value*/) {
    std::size_t count = 0;
    bytes(&count, sizeof(count));
    require(count);  // an element takes a byte at least
    return count;
  }

 private:
  static std::size_t size_of(int file) {
    struct stat status {};
    if (fstat(file, &status) != 0) {
      throw RunError(fmt::format("cannot read the result: {}", reason()));
    }
    return static_cast<std::size_t>(status.st_size);
  }
  void require(std::size_t count) const {
    if (count > left_) {
      throw RunError("the result was not kept whole");
    }
  }

  int file_;
  std::size_t size_;  ///< [B]
  std::size_t left_;  ///< [B]
};

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

template <class Archive, Plain T>
void pass(Archive& archive, T& value) {
  archive.bytes(&value, sizeof(T));
}

template <class Archive>
void pass(Archive& archive, std::string& text) {
  text.resize(archive.size(text.size()));
  archive.bytes(text.data(), text.size());
}

template <class Archive, class T>
void pass(Archive& archive, std::vector<T>& values) {
  values.resize(archive.size(values.size()));
  if constexpr (Plain<T>) {
    archive.bytes(values.data(), values.size() * sizeof(T));
  } else {
    for (T& value : values) {
      pass(archive, value);
    }
  }
}

template <class Archive, class... Values>
void pass_all(Archive& archive, Values&... values) {
  (pass(archive, values), ...);
}

template <class Archive>
void pass(Archive& archive, results::StationAccount& a) {
  pass_all(archive, a.name, a.tier, a.hosts, a.servers, a.served, a.busy_s, a.queue_s, a.window_busy_s,
           a.offered_s, a.utilisation, a.busiest_utilisation, a.offered_load, a.queue_mid, a.queue_end,
           a.overloaded, a.idle_j, a.active_j, a.radio_j, a.usd, a.battery_h);
}

template <class Archive>
void pass(Archive& archive, results::LinkAccount& a) {
  pass_all(archive, a.name, a.kind, a.links, a.bytes, a.bytes_per_s, a.utilisation, a.busiest_utilisation,
           a.offered_load, a.overloaded);
}

template <class Archive>
void pass(Archive& archive, policy::Report::Figure& f) {
  pass_all(archive, f.name, f.value, f.unit, f.meaning);
}

template <class Archive>
void pass(Archive& archive, policy::Report::Course& c) {
  pass_all(archive, c.name, c.values, c.unit, c.meaning);
}

template <class Archive>
void pass(Archive& archive, results::RunResult& run) {
  pass_all(archive, run.policy, run.replication, run.tiers, run.requests, run.visits, run.stations, run.links,
           run.warm_up_end_s, run.last_arrival_s, run.end_s, run.radio, run.radio_sleep_j, run.core_j,
           run.carbon_g_per_j, run.egress_usd, run.egress_bytes, run.message_bytes, run.policy_report.figures,
           run.policy_report.courses, run.kernel);
}

template <class Archive, class T>
void pass(Archive& archive, std::optional<T>& value) {
  bool is_there = value.has_value();
  pass(archive, is_there);
  if (is_there && !value) {
    value.emplace();
  }
  if (is_there) {
    pass(archive, *value);
  }
}

template <class Archive>
void pass(Archive& archive, results::NamedValue& v) {
  pass_all(archive, v.name, v.value);
}

template <class Archive>
void pass(Archive& archive, results::Overload& o) {
  pass_all(archive, o.name, o.load, o.queue_mid, o.queue_end);
}

template <class Archive>
void pass(Archive& archive, results::PolicySummary& s) {
  pass_all(archive, s.policy, s.replications, s.requests, s.accuracy, s.latency_s, s.latency_parts_s,
           s.energy_j, s.energy_marginal_j, s.carbon_g, s.battery_h, s.usd_per_1000, s.lambda, s.tier_share,
           s.station_utilisation, s.link_utilisation, s.busiest_station, s.overloaded_stations,
           s.overloaded_links, s.report, s.ci95, s.reached, s.found_warm_up);
}

template <class Archive>
void pass(Archive& archive, results::RunRecord& record) {
  pass_all(archive, record.key, record.summary, record.run);
}

template <class Archive>
void pass(Archive& archive, Place& place) {
  SourceText source = place.source ? *place.source : SourceText{};
  pass_all(archive, source.name, source.text, place.line, place.column);
  place.source = source.name.empty() ? nullptr : std::make_shared<const SourceText>(std::move(source));
}

template <class Archive>
void pass(Archive& archive, scenario::Label& l) {
  pass_all(archive, l.axis, l.text, l.number, l.unit);
}

template <class Archive>
void pass(Archive& archive, scenario::Parameter& p) {
  pass_all(archive, p.path, p.value);
}

template <class Archive>
void pass(Archive& archive, scenario::SourceNote& n) {
  pass_all(archive, n.entry, n.figure, n.text, n.assumed);
}

template <class Archive>
void pass(Archive& archive, scenario::Precision& p) {
  pass_all(archive, p.metric, p.relative, p.confidence, p.most);
}

template <class Archive>
void pass(Archive& archive, results::Assumptions& a) {
  pass_all(archive, a.trace, a.synthetic, a.compute_model, a.compute_layers, a.answer_model, a.answer_exits,
           a.pool_separation, a.hindsight, a.assumed);
}

/// A header's summary has neither policies nor failed runs.
template <class Archive>
void pass(Archive& archive, results::Summary& s) {
  pass_all(archive, s.scenario, s.seed, s.parameters, s.labels, s.assumptions, s.sources, s.precision);
}

template <class Archive>
void pass(Archive& archive, results::PointHeader& p) {
  pass_all(archive, p.summary, p.policies, p.resolved_yaml, p.trace_fingerprint, p.device_group,
           p.device_site);
}

template <class Archive>
void pass(Archive& archive, results::StudyHeader& h) {
  pass_all(archive, h.name, h.seed, h.source_yaml, h.resolved_yaml, h.keep_requests, h.points);
}

template <class Archive>
void pass(Archive& archive, results::FailedKey& f) {
  pass_all(archive, f.key, f.reason);
}

template <class Archive>
void pass(Archive& archive, ShardHeader& s) {
  pass_all(archive, s.mark, s.dimsim, s.fingerprint, s.shard, s.study, s.failed, s.runs);
}

template <class Archive>
void pass(Archive& archive, Remark& remark) {
  pass_all(archive, remark.place, remark.message);
}

template <class Archive>
void pass(Archive& archive, Diagnostic& diagnostic) {
  pass_all(archive, diagnostic.place, diagnostic.message, diagnostic.hint, diagnostic.remarks);
}

template <class Archive>
void pass(Archive& archive, Failure& failure) {
  pass_all(archive, failure.kind, failure.diagnostics, failure.message);
}

}  // namespace

void write_failure(int file, Failure failure) {
  Sink sink(file);
  pass(sink, failure);
}

Failure read_failure(int file) {
  Source source(file, 0);
  Failure failure;
  pass(source, failure);
  return failure;
}

void write_numbers(int file, std::vector<std::vector<double>> lists) {
  Sink sink(file);
  pass(sink, lists);
}

std::vector<std::vector<double>> read_numbers(int file) {
  Source source(file, 0);
  std::vector<std::vector<double>> lists;
  pass(source, lists);
  return lists;
}

void write_record(int file, results::RunRecord& record) {
  Sink sink(file);
  pass(sink, record);
}

results::RunRecord read_record(int file, std::size_t& position) {
  Source source(file, position);
  results::RunRecord record;
  pass(source, record);
  position = source.position();
  return record;
}

results::RunRecord read_record(int file) {
  std::size_t position = 0;
  return read_record(file, position);
}

results::PolicySummary read_summary(int file) {
  Source source(file, 0);
  results::RunKey key;
  results::PolicySummary summary;
  pass_all(source, key, summary);
  return summary;
}

void write_header(int file, ShardHeader& header) {
  Sink sink(file);
  pass(sink, header);
}

ShardHeader read_header(int file, std::size_t& position) {
  Source source(file, position);
  ShardHeader header;
  pass_all(source, header.mark, header.dimsim);
  if (header.mark == ShardHeader().mark && header.dimsim == ShardHeader().dimsim) {
    pass_all(source, header.fingerprint, header.shard, header.study, header.failed, header.runs);
  }
  position = source.position();
  return header;
}

}  // namespace dimsim::study

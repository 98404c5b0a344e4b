#include "dimsim/study/archive.hpp"

#include "dimsim/study/byte_stream.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>

namespace dimsim::study {

namespace {

// Of this file, so that `pass` is found by its first argument wherever in it it stands.
struct Writer : Sink {
  using Sink::Sink;
};
struct Reader : Source {
  using Source::Source;
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
  pass_all(archive, a.name, a.tier, a.hosts, a.servers, a.served, a.abandoned, a.busy_s, a.queue_s, a.window_busy_s,
           a.offered_s, a.utilisation, a.busiest_utilisation, a.offered_load, a.queue_mid, a.queue_end,
           a.overloaded, a.idle_j, a.active_j, a.radio_j, a.usd, a.battery_h);
}

template <class Archive>
void pass(Archive& archive, results::LinkAccount& a) {
  pass_all(archive, a.name, a.kind, a.links, a.bytes, a.bytes_per_s, a.utilisation, a.busiest_utilisation,
           a.offered_load, a.overloaded, a.course);
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
           run.bin_s, run.bursts, run.warm_up_end_s, run.last_arrival_s, run.end_s, run.radio,
           run.radio_sleep_j, run.core_j, run.carbon_g_per_j, run.egress_usd, run.egress_bytes,
           run.message_bytes, run.wasted, run.policy_report.figures, run.policy_report.courses, run.kernel);
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
void pass(Archive& archive, plan::Label& l) {
  pass_all(archive, l.axis, l.text, l.number, l.unit);
}

template <class Archive>
void pass(Archive& archive, plan::Parameter& p) {
  pass_all(archive, p.path, p.value);
}

template <class Archive>
void pass(Archive& archive, language::SourceNote& n) {
  pass_all(archive, n.entry, n.figure, n.text, n.assumed);
}

template <class Archive>
void pass(Archive& archive, plan::Precision& p) {
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

/// Writes a value whole.
template <class T>
void write_all(int file, T& value) {
  Writer writer(file);
  pass(writer, value);
  writer.flush();
}

/// Reads a value that begins at a position, and moves it to what follows.
template <class T>
T read_one(int file, std::size_t& position) {
  Reader reader(file, position);
  T value;
  pass(reader, value);
  position = reader.position();
  return value;
}

template <class T>
T read_first(int file) {
  std::size_t position = 0;
  return read_one<T>(file, position);
}

}  // namespace

void write_failure(int file, Failure failure) { write_all(file, failure); }

Failure read_failure(int file) { return read_first<Failure>(file); }

void write_numbers(int file, std::vector<std::vector<double>> lists) { write_all(file, lists); }

std::vector<std::vector<double>> read_numbers(int file) {
  return read_first<std::vector<std::vector<double>>>(file);
}

void write_record(int file, results::RunRecord& record) { write_all(file, record); }

results::RunRecord read_record(int file) { return read_first<results::RunRecord>(file); }

results::RunRecord read_record(int file, std::size_t& position) {
  return read_one<results::RunRecord>(file, position);
}

results::PolicySummary read_summary(int file) {
  Reader reader(file, 0);
  results::RunKey key;
  results::PolicySummary summary;
  pass_all(reader, key, summary);
  return summary;
}

void write_header(int file, ShardHeader& header) { write_all(file, header); }

ShardHeader read_header(int file, std::size_t& position) {
  Reader reader(file, position);
  ShardHeader header;
  pass_all(reader, header.mark, header.dimsim);
  if (header.mark == ShardHeader().mark && header.dimsim == ShardHeader().dimsim) {
    pass_all(reader, header.fingerprint, header.shard, header.study, header.failed, header.runs);
  }
  position = reader.position();
  return header;
}

}  // namespace dimsim::study

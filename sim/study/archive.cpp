#include "study/archive.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
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
        throw RunError(fmt::format("cannot hand over the result: {}", reason()));
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
  explicit Source(int file) : file_(file), left_(size_of(file)) {
    if (lseek(file, 0, SEEK_SET) < 0) {
      throw RunError(fmt::format("cannot read the result: {}", reason()));
    }
  }

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
      throw RunError("the result was not handed over whole");
    }
  }

  int file_;
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

template <class Archive>
void pass(Archive& archive, Place& place) {
  SourceText source = place.source ? *place.source : SourceText{};
  pass_all(archive, source.name, source.text, place.line, place.column);
  place.source = source.name.empty() ? nullptr : std::make_shared<const SourceText>(std::move(source));
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

void write_report(int file, Report report) {
  Sink sink(file);
  auto index = static_cast<std::uint8_t>(report.index());
  pass(sink, index);
  std::visit([&sink](auto& value) { pass(sink, value); }, report);
}

Report read_report(int file) {
  Source source(file);
  std::uint8_t index = 0;
  pass(source, index);
  Report report;
  if (index == 1) {
    report = Failure{};
  }
  std::visit([&source](auto& value) { pass(source, value); }, report);
  return report;
}

}  // namespace dimsim::study

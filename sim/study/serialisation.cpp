#include "dimsim/study/serialisation.hpp"

#include "dimsim/study/frame.hpp"
#include "dimsim/study/record_fields.hpp"

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

// One template, serialise(), describes both directions, and the field lists of record_fields.hpp are checked
// against the number of members: a field that somebody adds and forgets here does not compile. JSON would
// lose NaN, and HDF5 would need definitions of columns for each nested type. The format may change with every
// version, since an archive is read only by the program that wrote it.
namespace dimsim::study {

namespace {

// The version of each kind of frame. Raise it when the meaning of a field changes; a new or removed field
// changes the layout by itself.
constexpr std::string_view kSummaryMark = "dimsim.S";
constexpr std::string_view kRunMark = "dimsim.R";
constexpr std::string_view kFailureMark = "dimsim.F";
constexpr std::string_view kNumbersMark = "dimsim.N";
constexpr std::string_view kShardMark = "dimsim.P";  // a part of a study
constexpr std::string_view kShardHeaderMark = "dimsim.H";
constexpr std::uint32_t kFrameVersion = 1;

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

void serialise_place(FrameWriter& writer, const Place& place);
void serialise_place(FrameReader& reader, Place& place);

/// Writes a value with a FrameWriter, or reads it with a FrameReader. The direction follows from the value:
/// one to be written is const.
template <class Archive, class T>
void serialise(Archive& archive, T& value) {
  using Value = std::remove_const_t<T>;
  constexpr bool kReads = !std::is_const_v<T>;
  if constexpr (std::is_same_v<Value, std::string> || kIsVector<Value>) {
    const std::size_t size = archive.size(value.size());
    if constexpr (kReads) {
      value.resize(size);
    }
    if constexpr (Plain<typename Value::value_type>) {
      archive.bytes(value.data(), size * sizeof(typename Value::value_type));
    } else {
      for (auto& each : value) {
        serialise(archive, each);
      }
    }
  } else if constexpr (kIsOptional<Value>) {
    std::conditional_t<kReads, bool, const bool> is_there = value.has_value();
    serialise(archive, is_there);
    if constexpr (kReads) {
      value = is_there ? Value(std::in_place) : std::nullopt;
    }
    if (is_there) {
      serialise(archive, *value);
    }
  } else if constexpr (std::is_same_v<Value, Place>) {
    serialise_place(archive, value);
  } else if constexpr (HasFields<Value>) {
    for_each_field(value, [&archive](auto& field) { serialise(archive, field); });
  } else {
    static_assert(Plain<Value>, "give the type a field list in record_fields.hpp");
    archive.bytes(&value, sizeof(Value));
  }
}

void serialise_place(FrameWriter& writer, const Place& place) {
  const SourceText none;
  const SourceText& source = place.source ? *place.source : none;
  serialise(writer, source.name);
  serialise(writer, source.text);
  serialise(writer, place.line);
  serialise(writer, place.column);
}

void serialise_place(FrameReader& reader, Place& place) {
  SourceText source;
  serialise(reader, source.name);
  serialise(reader, source.text);
  serialise(reader, place.line);
  serialise(reader, place.column);
  place.source = source.name.empty() ? nullptr : std::make_shared<const SourceText>(std::move(source));
}

constexpr std::uint32_t mix(std::uint32_t hash, std::size_t value) {
  constexpr std::uint32_t kPrime = 16777619;  // FNV-1a, 32 bits
  return (hash ^ static_cast<std::uint32_t>(value)) * kPrime;
}

/// A hash of the structure of a type: it changes when a field is added, removed or gets another type. Names
/// are not part of it, because C++20 cannot list them; swapping two fields of one type calls for a new
/// version.
template <class T>
consteval std::uint32_t layout_of() {
  constexpr std::uint32_t kBasis = 2166136261;
  if constexpr (std::is_same_v<T, std::string>) {
    return mix(kBasis, 's');
  } else if constexpr (kIsVector<T>) {
    return mix(mix(kBasis, 'v'), layout_of<typename T::value_type>());
  } else if constexpr (kIsOptional<T>) {
    return mix(mix(kBasis, 'o'), layout_of<typename T::value_type>());
  } else if constexpr (HasFields<T>) {
    return std::apply(
        []<class... Members>(Members T::*...) {
          std::uint32_t hash = mix(kBasis, sizeof...(Members));
          ((hash = mix(hash, layout_of<Members>())), ...);
          return hash;
        },
        kFields<T>);
  } else if constexpr (std::is_aggregate_v<T> && std::is_class_v<T>) {
    return mix(mix(mix(kBasis, 'a'), sizeof(T)), member_count<T>());
  } else {
    return mix(mix(kBasis, std::is_floating_point_v<T> ? 'f' : 'i'), sizeof(T));
  }
}

template <class... Values>
constexpr FrameKind kind_of(std::string_view mark) {
  std::uint32_t layout = sizeof...(Values);
  ((layout = mix(layout, layout_of<Values>())), ...);
  return {.mark = mark, .version = kFrameVersion, .layout = layout};
}

/// Writes values as one frame.
template <class... Values>
void write_frame(int file, std::string_view mark, const Values&... values) {
  FrameWriter writer(file, kind_of<Values...>(mark));
  (serialise(writer, values), ...);
  writer.finish();
}

/// Reads the values of the frame that begins at a position, and advances the position to its end.
template <class... Values>
void read_frame(int file, std::string_view mark, std::size_t& position, Values&... values) {
  FrameReader reader(file, position, kind_of<Values...>(mark));
  (serialise(reader, values), ...);
  reader.finish();
  position = reader.end();
}

template <class T>
T read_only_frame(int file, std::string_view mark) {
  std::size_t position = 0;
  T value;
  read_frame(file, mark, position, value);
  return value;
}

}  // namespace

void write_failure(int file, const Failure& failure) { write_frame(file, kFailureMark, failure); }

Failure read_failure(int file) { return read_only_frame<Failure>(file, kFailureMark); }

void write_numbers(int file, const std::vector<std::vector<double>>& lists) {
  write_frame(file, kNumbersMark, lists);
}

std::vector<std::vector<double>> read_numbers(int file) {
  return read_only_frame<std::vector<std::vector<double>>>(file, kNumbersMark);
}

// Two frames, so that read_summary() does not read the requests, which may be gigabytes.
void write_record(int file, const results::RunRecord& record) {
  write_frame(file, kSummaryMark, record.key, record.summary);
  write_frame(file, kRunMark, record.run);
}

results::RunRecord read_record(int file, std::size_t& position) {
  results::RunRecord record;
  read_frame(file, kSummaryMark, position, record.key, record.summary);
  read_frame(file, kRunMark, position, record.run);
  return record;
}

results::PolicySummary read_summary(int file, std::size_t position) {
  results::RunKey key;
  results::PolicySummary summary;
  read_frame(file, kSummaryMark, position, key, summary);
  return summary;
}

void check_record(int file, std::size_t& position) {
  position =
      FrameReader(file, position, kind_of<results::RunKey, results::PolicySummary>(kSummaryMark)).end();
  position = FrameReader(file, position, kind_of<results::RunResult>(kRunMark)).end();
}

std::string_view shard_mark() { return kShardMark; }

void write_shard_program(int file, const std::string& program) { write_frame(file, kShardMark, program); }

std::string read_shard_program(int file, std::size_t& position) {
  std::string program;
  read_frame(file, kShardMark, position, program);
  return program;
}

void write_header(int file, const ShardHeader& header) { write_frame(file, kShardHeaderMark, header); }

ShardHeader read_header(int file, std::size_t& position) {
  ShardHeader header;
  read_frame(file, kShardHeaderMark, position, header);
  return header;
}

}  // namespace dimsim::study

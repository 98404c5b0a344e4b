#include "dimsim/cartography/map_limits.hpp"
#include "dimsim/cartography/record_reader.hpp"
#include "dimsim/cartography/sample_map.hpp"

#include <limits>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();

/// Optional members: either all samples have one or none.
struct Optional {
  bool has_index = false;
  bool has_forgetfulness = false;
  bool has_complexity = false;
};

// Optional members become columns of the map, which are complete or empty.
void check_same(const RecordReader& reader, const char* name, bool here, bool first) {
  if (here != first) {
    reader.report(fmt::format("{} '{}', unlike the first sample", here ? "has" : "has no", name));
  }
}

void read_label(const RecordReader& reader, SampleMap& samples) {
  const trace::JsonValue* value = reader.optional("complexity");
  if (value == nullptr) {
    return;
  }
  const auto label = complexity_of(value->text);
  if (!label) {
    reader.report(fmt::format(R"('complexity' is {}; expected "easy", "medium" or "hard")",
                              value->text.empty() ? "no text" : quote(value->text)));
  }
  // After an error any label will do: the file is refused, but the remaining lines are still checked.
  samples.labels.push_back(label.value_or(trace::Complexity::Easy));
}

void read_row(const RecordReader& reader, const Optional& first, GuidIndex& guids, SampleMap& samples) {
  constexpr std::int64_t kMaxIndex = 1LL << 53;  // above it a double cannot represent every integer
  const auto guid = reader.guid();
  const auto confidence = reader.number("confidence", 0, 1);
  const auto variability = reader.number("variability", 0, kMaxVariability);
  const auto correctness = reader.integer("correctness", 0, kMax);
  check_same(reader, "index", reader.optional("index") != nullptr, first.has_index);
  check_same(reader, "forgetfulness", reader.optional("forgetfulness") != nullptr, first.has_forgetfulness);
  check_same(reader, "complexity", reader.optional("complexity") != nullptr, first.has_complexity);
  read_label(reader, samples);
  if (guid && !guids.insert(*guid).second) {
    reader.report(fmt::format("guid {} appears twice", *guid));
  }
  // Zeros stand for invalid values; read_map() refuses the file in that case, after all lines were read.
  if (reader.optional("index") != nullptr) {
    samples.index.push_back(reader.integer("index", 0, kMaxIndex).value_or(0));
  }
  if (reader.optional("forgetfulness") != nullptr) {
    samples.map.forgetfulness.push_back(
        static_cast<int>(reader.integer("forgetfulness", 0, kMax).value_or(0)));
  }
  samples.map.confidence.push_back(confidence.value_or(0));
  samples.map.variability.push_back(variability.value_or(0));
  samples.map.correctness.push_back(static_cast<int>(correctness.value_or(0)));
}

}  // namespace

SampleMap read_map(const std::filesystem::path& file) {
  SampleMap samples;
  GuidIndex guids(samples.guids);
  trace::LineFaults faults(file.string());
  trace::JsonLines lines(file);
  trace::JsonRecord record;
  Optional first;
  while (lines.next(record, faults)) {
    if (samples.map.confidence.empty()) {  // the first sample decides which members are expected
      first = {record.find("index") != nullptr, record.find("forgetfulness") != nullptr,
               record.find("complexity") != nullptr};
    }
    read_row(RecordReader(record, lines.line(), faults), first, guids, samples);
  }
  if (samples.map.confidence.empty() && faults.empty()) {
    faults.add(0, "holds no samples");
  }
  faults.throw_if_any();
  return samples;
}

}  // namespace dimsim::cartography

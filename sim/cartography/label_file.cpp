#include "dimsim/cartography/label_file.hpp"

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/base/csv.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"

#include <cerrno>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::cartography {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20U;

/// A guid as a CSV field: a text loses JSON's quotation marks and escapes.
std::string guid_field(std::string_view guid) {
  if (!guid.starts_with('"')) {
    return std::string(guid);
  }
  return csv::field(nlohmann::json::parse(guid).get<std::string>());
}

/// Formats rows as CSV or JSON Lines.
class Rows {
 public:
  Rows(const SampleMap& samples, std::span<const trace::Complexity> labels, bool is_csv)
      : samples_(samples), labels_(labels), is_csv_(is_csv) {}

  [[nodiscard]] std::string header() const {
    return is_csv_ ? fmt::format(
                         "guid,index,confidence,variability,correctness,{}threshold_closeness,complexity\n",
                         knows_forgetfulness() ? "forgetfulness," : "")
                   : "";
  }

  // Formatted into a buffer that the caller empties block by block, so that millions of rows need neither a
  // stream nor a JSON tree each. fmt prints the shortest text that reads back as the same double.
  void add(std::string& text, std::size_t sample) const {
    const Coordinates& map = samples_.map;
    const std::string_view guid = samples_.guids[sample];
    const auto index = samples_.index.empty() ? static_cast<std::int64_t>(sample) : samples_.index[sample];
    const double confidence = map.confidence[sample];
    const auto complexity = trace::to_string(labels_[sample]);
    const auto end = std::back_inserter(text);
    if (is_csv_) {
      fmt::format_to(end, "{},{},{},{},{},", guid_field(guid), index, confidence, map.variability[sample],
                     map.correctness[sample]);
      if (knows_forgetfulness()) {
        fmt::format_to(end, "{},", map.forgetfulness[sample]);
      }
      fmt::format_to(end, "{},{}\n", threshold_closeness(confidence), complexity);
      return;
    }
    // Guids are stored as JSON, so they need no quotation here.
    fmt::format_to(end, R"({{"guid":{},"index":{},"confidence":{},"variability":{},"correctness":{},)", guid,
                   index, confidence, map.variability[sample], map.correctness[sample]);
    if (knows_forgetfulness()) {
      fmt::format_to(end, R"("forgetfulness":{},)", map.forgetfulness[sample]);
    }
    fmt::format_to(end, R"("threshold_closeness":{},"complexity":"{}"}})", threshold_closeness(confidence),
                   complexity);
    text += '\n';
  }

 private:
  [[nodiscard]] bool knows_forgetfulness() const { return !samples_.map.forgetfulness.empty(); }

  const SampleMap& samples_;
  std::span<const trace::Complexity> labels_;
  bool is_csv_;
};

/// A file written block by block, so that memory does not grow with the number of samples.
class Output {
 public:
  explicit Output(const AtomicFile& file)
      : target_(file.target()), file_(std::fopen(file.temporary().c_str(), "we")) {
    check(file_ != nullptr);
  }

  void write(const std::string& text) {
    check(std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size());
  }
  /// Reports errors of buffered writes, which the destructor cannot.
  void close() { check(std::fclose(file_.release()) == 0); }  // NOLINT(cppcoreguidelines-owning-memory)

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT(cppcoreguidelines-owning-memory)
  };

  void check(bool is_done) const {
    if (!is_done) {
      throw RunError(fmt::format("cannot write '{}': {}", target_.string(), errno_text()));
    }
  }

  std::filesystem::path target_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace

bool is_label_file(const std::filesystem::path& file) {
  return file.extension() == ".csv" || file.extension() == ".jsonl";
}

void write_labels(const SampleMap& samples, std::span<const trace::Complexity> labels,
                  const std::filesystem::path& file) {
  AtomicFile whole(file);
  Output output(whole);
  const Rows rows(samples, labels, file.extension() == ".csv");
  std::string text = rows.header();
  for (std::size_t sample = 0; sample < samples.guids.size(); ++sample) {
    rows.add(text, sample);
    if (text.size() >= kBlockBytes) {
      output.write(text);
      text.clear();
    }
  }
  output.write(text);
  output.close();
  whole.commit();
}

}  // namespace dimsim::cartography

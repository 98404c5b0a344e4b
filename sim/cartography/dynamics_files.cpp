#include "dimsim/base/error.hpp"
#include "dimsim/cartography/epoch_files.hpp"
#include "dimsim/cartography/learning.hpp"
#include "dimsim/cartography/record_reader.hpp"
#include "dimsim/cartography/sample_map.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::cartography {
namespace {

// Files are read one after the other, and each sample keeps only running statistics, so that memory grows
// with the number of samples, but not with the epochs and classes.

struct Sample {
  Learning learning;
  std::int32_t gold = 0;
  std::int32_t last_file = 0;  ///< index of the last file that contained the sample
};

/// Reads the epochs one after the other and accumulates statistics of each sample.
class DynamicsReader {
 public:
  explicit DynamicsReader(bool allow_incomplete)
      : allow_incomplete_(allow_incomplete), positions_(std::in_place, result_.guids) {}

  void read(const EpochFile& file) {
    name_ = file.path.filename().string();
    field_ = fmt::format("{}{}", kLogits, file.epoch);
    trace::LineFaults faults(file.path.string());
    trace::JsonLines lines(file.path);
    trace::JsonRecord record;
    bool has_records = false;
    for (; lines.next(record, faults); has_records = true) {
      read_record(record, RecordReader(record, lines.line(), faults));
    }
    if (!has_records && faults.empty()) {
      faults.add(0, "holds no samples");
    }
    if (faults.empty() && !allow_incomplete_) {  // after other errors samples would only seem to be missing
      find_missing(faults);
    }
    faults.throw_if_any();
    if (files_ == 0) {
      first_name_ = name_;
    }
    ++files_;
  }

  [[nodiscard]] SampleMap finish(const MapOptions& options) {
    result_.epochs = files_;
    positions_.reset();  // the index takes a third of the memory, which the columns need now
    for (const Sample& sample : samples_) {
      const Learning& learning = sample.learning;
      if (options.include_ci && learning.epochs() < 2) {
        throw InputError(fmt::format("sample {} is in one epoch only, which has no confidence interval",
                                     result_.guids[result_.map.confidence.size()]),
                         "omit --include-ci, or give more epochs");
      }
      result_.map.confidence.push_back(learning.confidence());
      result_.map.variability.push_back(
          variability(learning.variance(), learning.epochs(), options.include_ci));
      result_.map.correctness.push_back(learning.correctness());
      result_.map.forgetfulness.push_back(learning.forgetfulness());
      result_.incomplete += learning.epochs() == files_ ? 0U : 1U;
    }
    return std::move(result_);
  }

 private:
  void read_record(const trace::JsonRecord& record, const RecordReader& reader) {
    const auto guid = reader.guid();
    const auto gold = find_logits(record, reader)
                          ? reader.integer("gold", 0, static_cast<std::int64_t>(logits_.size()) - 1)
                          : std::nullopt;
    if (!guid || !gold) {
      return;
    }
    // Samples are numbered in the order in which they first appear; later epochs may have another order.
    const auto [position, is_new] = positions_->insert(*guid);
    if (is_new) {
      samples_.push_back({{}, static_cast<std::int32_t>(*gold), -1});
    }
    Sample& sample = samples_[position];
    if (is_new && files_ > 0 && !allow_incomplete_) {
      // A systematic difference would repeat the same hint for each of many lines.
      reader.report(fmt::format("guid {} is not in {}", *guid, first_name_),
                    std::exchange(has_hinted_, true) ? "" : kIncompleteHint);
    } else if (sample.last_file == files_) {
      reader.report(fmt::format("guid {} appears twice", *guid));
    } else if (sample.gold != *gold) {
      reader.report(
          fmt::format("guid {} has gold {}, but {} in an earlier epoch", *guid, *gold, sample.gold));
    }
    sample.last_file = files_;
    const auto label = static_cast<std::int32_t>(*gold);
    sample.learning.add(trace::probability(logits_, label), predicted_ == label);
  }

  /// Reads the epoch's logits into logits_ and predicted_; returns whether they are valid.
  bool find_logits(const trace::JsonRecord& record, const RecordReader& reader) {
    const trace::JsonValue* value = record.find(field_);
    if (value == nullptr) {
      // A renamed file is a likely reason, so the key that was found is stated.
      const trace::JsonValue* other = record.find_prefix(kLogits);
      reader.report(other == nullptr
                        ? fmt::format("has no '{}'", field_)
                        : fmt::format("has '{}', but the file's name implies '{}'", other->name, field_));
      return false;
    }
    const std::vector<double>& numbers = value->numbers;
    if (value->kind != trace::JsonValue::Kind::Numbers || numbers.size() < 2) {
      reader.report(fmt::format("'{}' is not an array of two or more numbers", field_));
      return false;
    }
    classes_ = classes_ == 0 ? numbers.size() : classes_;
    if (numbers.size() != classes_) {
      reader.report(
          fmt::format("'{}' has {} classes, but the first sample has {}", field_, numbers.size(), classes_));
      return false;
    }
    // Like the reference implementation: probabilities use 32-bit logits, predictions the numbers as written.
    logits_.assign(numbers.begin(), numbers.end());
    if (!std::all_of(logits_.begin(), logits_.end(), [](float logit) { return std::isfinite(logit); })) {
      reader.report(fmt::format("'{}' has a number beyond 3.4e38, the largest of 32 bits", field_));
      return false;
    }
    predicted_ =
        static_cast<std::int32_t>(std::max_element(numbers.begin(), numbers.end()) - numbers.begin());
    return true;
  }

  void find_missing(trace::LineFaults& faults) const {
    std::vector<std::string_view> missing;
    std::size_t count = 0;
    constexpr std::size_t kShown = 3;  // a few examples are enough to look for the reason
    for (std::size_t position = 0; position < samples_.size(); ++position) {
      if (samples_[position].last_file != files_ && ++count <= kShown) {
        missing.push_back(result_.guids[position]);
      }
    }
    if (count > 0) {
      faults.add(0,
                 fmt::format("lacks {} of the {} samples of {}: guid {}{}", count, samples_.size(),
                             first_name_, fmt::join(missing, ", "), count > kShown ? ", …" : ""),
                 kIncompleteHint);
    }
  }

  static constexpr const char* kIncompleteHint =
      "--incomplete uses, for each sample, the epochs that contain it";

  bool allow_incomplete_;
  SampleMap result_;
  std::optional<GuidIndex> positions_;
  std::deque<Sample> samples_;  ///< a deque: a growing vector temporarily needs three times its size
  int files_ = 0;
  std::string first_name_;
  std::string name_;
  std::string field_;
  std::size_t classes_ = 0;
  std::vector<float> logits_;
  std::int32_t predicted_ = 0;
  bool has_hinted_ = false;  ///< the hint is given once
};

}  // namespace

SampleMap read_dynamics(std::span<const std::filesystem::path> inputs, const MapOptions& options,
                        bool allow_incomplete) {
  std::vector<EpochFile> files = epoch_files(inputs);
  const std::size_t found = files.size();
  const auto counted = static_cast<std::size_t>(options.burn_out.value_or(static_cast<int>(found)));
  files.resize(std::min(found, counted));  // epochs beyond --burn-out are not even read
  DynamicsReader reader(allow_incomplete);
  for (const EpochFile& file : files) {
    reader.read(file);
  }
  SampleMap samples = reader.finish(options);
  samples.epochs_found = static_cast<int>(found);
  return samples;
}

}  // namespace dimsim::cartography

// Errors are collected instead of thrown, since a file made by a script tends to have the same error in
// several datasets. An array that could not be read comes back empty, which passes every later check of its
// values, so that each error is reported once.
#include "dimsim/trace/dataset_reader.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::trace {
namespace {

/// "[3][11][0]": the index of a value as one would write it with h5py.
std::string index_text(std::size_t position, const hdf5::Shape& shape) {
  std::string text;
  std::size_t stride = std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  for (const auto axis : shape) {
    stride /= axis;  // not 0: an array that has a wrong value has a value
    text += fmt::format("[{}]", position / stride % axis);
  }
  return text;
}

/// " (2 of 500 values are wrong)": distinguishes a single mistake from the wrong data set.
std::string count_text(std::size_t wrong, std::size_t all) {
  return fmt::format(" ({} of {} values {} wrong)", wrong, all, wrong == 1 ? "is" : "are");
}

/// Reports the first value that `is_right` rejects, and the number of such values.
template <typename T, typename Predicate>
void check_values(DatasetReader& reader, const Array<T>& array, std::string_view expected,
                  Predicate is_right) {
  const auto first = std::find_if_not(array.values.begin(), array.values.end(), is_right);
  if (first == array.values.end()) {
    return;
  }
  const auto wrong = static_cast<std::size_t>(
      std::count_if(first, array.values.end(), [&](const T& value) { return !is_right(value); }));
  const auto position = static_cast<std::size_t>(first - array.values.begin());
  reader.report(fmt::format("'{}'{} is {}; expected {}{}", array.dataset, index_text(position, array.shape),
                            *first, expected, count_text(wrong, array.values.size())));
}

}  // namespace

DatasetReader::DatasetReader(const hdf5::File& file)
    : file_(file), place_(file_place(file.name().string())) {}

void DatasetReader::report(std::string message, std::string hint) {
  faults_.add(place_, std::move(message), std::move(hint));
}

std::optional<hdf5::Shape> DatasetReader::checked_shape(const std::string& dataset,
                                                        const std::vector<std::string>& axes, bool integers) {
  if (!file_.has_dataset(dataset)) {
    report(fmt::format("has no dataset '{}'; expected {} by {}", dataset,
                       integers ? "whole numbers" : "numbers", fmt::join(axes, " x ")));
    return std::nullopt;
  }
  const hdf5::ElementKind kind = file_.kind(dataset);
  // Integers are accepted as numbers, but not the reverse: a class of 1.5 must not be rounded.
  if (kind != hdf5::ElementKind::Integer && (integers || kind != hdf5::ElementKind::Float)) {
    report(fmt::format("'{}' does not hold {}", dataset, integers ? "whole numbers" : "numbers"));
    return std::nullopt;
  }
  hdf5::Shape shape = file_.shape(dataset);
  if (shape.size() != axes.size() || std::find(shape.begin() + 1, shape.end(), 0) != shape.end()) {
    // An axis of length 0 other than the samples would make every later index invalid.
    report(fmt::format("'{}' has shape {}; expected {}{}", dataset, hdf5::to_string(shape),
                       fmt::join(axes, " x "), shape.size() == axes.size() ? ", none of them 0" : ""));
    return std::nullopt;
  }
  return shape;
}

template <typename T>
Array<T> DatasetReader::read(const std::string& dataset, const std::vector<std::string>& axes,
                             bool integers) {
  const std::optional<hdf5::Shape> shape = checked_shape(dataset, axes, integers);
  if (!shape) {
    return {};
  }
  const std::size_t samples = shape->front();
  // Compared with the first dataset only: comparing all pairs would report one short dataset many times.
  if (!reference_) {
    reference_ = {dataset, samples};
    if (samples == 0) {
      report(fmt::format("'{}' has no samples", dataset));
    }
  }
  if (samples != reference_->samples) {
    report(fmt::format("'{}' has {} samples, but '{}' has {}", dataset, samples, reference_->dataset,
                       reference_->samples));
    return {};
  }
  try {  // a damaged chunk must not hide the errors of the other datasets
    return {dataset, *shape, file_.read<T>(dataset)};
  } catch (const InputError& error) {
    faults_.add(error);
    return {};
  }
}

Array<std::int64_t> DatasetReader::integers(const std::string& dataset,
                                            const std::vector<std::string>& axes) {
  return read<std::int64_t>(dataset, axes, true);
}

Array<float> DatasetReader::numbers(const std::string& dataset, const std::vector<std::string>& axes) {
  Array<float> array = read<float>(dataset, axes, false);
  check_values(*this, array, "a finite number", [](float value) { return std::isfinite(value); });
  return array;
}

void DatasetReader::check_range(const Array<std::int64_t>& array, std::int64_t lowest, std::int64_t highest,
                                std::string_view expected) {
  check_values(*this, array, expected,
               [=](std::int64_t value) { return value >= lowest && value <= highest; });
}

void DatasetReader::check_unique(const Array<std::int64_t>& array) {
  std::unordered_map<std::int64_t, std::size_t> first_rows;
  std::size_t repeats = 0;
  std::string first_repeat;
  for (std::size_t row = 0; row < array.values.size(); ++row) {
    const auto [known, is_new] = first_rows.emplace(array.values[row], row);
    if (!is_new && repeats++ == 0) {
      first_repeat = fmt::format("'{0}'[{1}] is {2}, which '{0}'[{3}] is already", array.dataset, row,
                                 known->first, known->second);
    }
  }
  if (repeats > 0) {
    report(first_repeat + count_text(repeats, array.values.size()));
  }
}

}  // namespace dimsim::trace

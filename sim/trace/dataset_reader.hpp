#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// A dataset with its name in the file. Empty if it could not be read, which has been reported then.
template <typename T>
struct Array {
  std::string dataset;
  hdf5::Shape shape;
  std::vector<T> values;

  /// Length of an axis; 0 if the dataset could not be read.
  [[nodiscard]] std::size_t axis(std::size_t index) const { return shape.empty() ? 0 : shape.at(index); }
};

/// Reads datasets with one row per sample and collects their errors, so that all errors of a file are
/// reported at once.
class DatasetReader {
 public:
  explicit DatasetReader(const hdf5::File& file);

  /// Reads integers with one axis per name: {"samples"}.
  [[nodiscard]] Array<std::int64_t> integers(const std::string& dataset,
                                             const std::vector<std::string>& axes);
  /// Reads finite numbers with one axis per name: {"samples", "exits", "classes"}.
  [[nodiscard]] Array<float> numbers(const std::string& dataset, const std::vector<std::string>& axes);

  /// Checks that every value lies in lowest..highest; `expected` is the wording of the message.
  void check_range(const Array<std::int64_t>& array, std::int64_t lowest, std::int64_t highest,
                   std::string_view expected);
  void check_unique(const Array<std::int64_t>& array);

  void report(std::string message, std::string hint = "");
  /// Throws InputError if any error was reported.
  void finish() const { faults_.throw_if_any(); }

  [[nodiscard]] const hdf5::File& file() const { return file_; }

 private:
  /// The first dataset read, which determines the number of samples.
  struct Reference {
    std::string dataset;
    std::size_t samples = 0;
  };

  [[nodiscard]] std::optional<hdf5::Shape> checked_shape(const std::string& dataset,
                                                         const std::vector<std::string>& axes, bool integers);
  template <typename T>
  [[nodiscard]] Array<T> read(const std::string& dataset, const std::vector<std::string>& axes,
                              bool integers);

  const hdf5::File& file_;
  Place place_;
  std::optional<Reference> reference_;
  Diagnostics faults_;
};

}  // namespace dimsim::trace

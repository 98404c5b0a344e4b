#pragma once

#include "dimsim/hdf5/hdf5_types.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::hdf5 {

/// The type of the elements of a dataset.
enum class ElementKind { Integer, Float, Text, Table, Other };

/// A column of a table, and the position of its value in a row in memory.
struct Column {
  std::string name;
  NumberType type = NumberType::Double;
  std::size_t offset = 0;
  std::string unit = {};         ///< "s", "J", "" = dimensionless; stored as attribute `unit.<name>`
  std::string description = {};  ///< stored as attribute `description.<name>` unless empty
  /// If not 0, the column is not a number but a UTF-8 text, padded with zeros to this size.
  std::size_t text_bytes = 0;
};

/// Whether a file is HDF5, by its content: the signature is at the beginning, or after a user block of 512
/// bytes or a larger power of 2. False if the file cannot be read.
[[nodiscard]] bool is_hdf5(const std::filesystem::path& path);

/// An HDF5 file. Objects are named by their path, such as "test/gold"; "/" is the root group. Failures while
/// reading are InputErrors that name the file, failures while writing RunErrors that name it. The same calls
/// with the same values give the same bytes: no times are stored.
class File {
 public:
  /// Opens for reading. Throws InputError: missing, a folder, unreadable, not HDF5, truncated.
  [[nodiscard]] static File open(const std::filesystem::path& path);
  /// Creates a file, or truncates an existing one; use it with AtomicFile. `name` is the file's name in
  /// messages.
  [[nodiscard]] static File create(const std::filesystem::path& path, const std::filesystem::path& name = {});

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  /// Flushes and closes the file. A written file must be closed this way, because a full disk may show only
  /// now. Throws RunError.
  void close();

  [[nodiscard]] const std::filesystem::path& name() const { return name_; }

  [[nodiscard]] bool has_group(std::string_view group) const;
  [[nodiscard]] bool has_dataset(std::string_view dataset) const;
  /// Names of the objects in a group, sorted.
  [[nodiscard]] std::vector<std::string> names(std::string_view group) const;

  [[nodiscard]] Shape shape(std::string_view dataset) const;
  [[nodiscard]] ElementKind kind(std::string_view dataset) const;
  /// All elements, the last index running fastest, converted to T. HDF5 clips what T cannot hold.
  template <Number T>
  [[nodiscard]] std::vector<T> read(std::string_view dataset) const;
  /// One column of a table.
  template <Number T>
  [[nodiscard]] std::vector<T> read_column(std::string_view table, std::string_view column) const;
  /// A column of texts, each up to its first zero.
  [[nodiscard]] std::vector<std::string> read_texts(std::string_view table, std::string_view column) const;
  /// Names of a table's columns, in their order.
  [[nodiscard]] std::vector<std::string> columns(std::string_view table) const;
  /// Reads rows first..first+count-1 of some columns of a table. Each value is converted and stored at its
  /// offset in a row of `row_bytes` bytes. Contract: the columns are in the table.
  void read_rows(std::string_view table, std::size_t first, std::size_t count, std::size_t row_bytes,
                 std::span<const Column> columns, std::byte* rows) const;

  /// Creates a group and those above it; has no effect if it exists.
  void make_group(std::string_view group);
  /// Writes an array, with the groups above it; chunked, shuffled and deflated.
  template <Number T>
  void write(std::string_view dataset, std::span<const T> values, const Shape& shape);
  template <Number T>
  void write(std::string_view dataset, const std::vector<T>& values) {
    write(dataset, std::span<const T>(values), {values.size()});
  }
  /// Fills `rows`, which is zeroed, with rows first..first+count-1 of a table.
  using FillRows = std::function<void(std::size_t first, std::size_t count, std::byte* rows)>;
  /// Writes a table of `count` rows of `row_bytes` bytes each, with unit and description attributes. Calls
  /// `fill` for one chunk after the other, so that a long table is never in memory as a whole; exceptions
  /// that it throws are passed on.
  void write_rows(std::string_view dataset, std::size_t count, std::size_t row_bytes,
                  std::span<const Column> columns, const FillRows& fill);

  /// Attribute of an object; nothing if the object has no attribute of that name, or it is not a single text
  /// (or number).
  [[nodiscard]] std::optional<std::string> text(std::string_view object, const std::string& attribute) const;
  [[nodiscard]] std::optional<double> number(std::string_view object, const std::string& attribute) const;
  /// Names of an object's attributes, sorted.
  [[nodiscard]] std::vector<std::string> attributes(std::string_view object) const;
  void set_text(std::string_view object, const std::string& attribute, const std::string& value);
  void set_number(std::string_view object, const std::string& attribute, double value);
  void set_integer(std::string_view object, const std::string& attribute, std::int64_t value);

  /// Copies an object with its content and its attributes from another file.
  void copy(const File& from, std::string_view object);
  /// Copies the attributes of an object that both files have.
  void copy_attributes(const File& from, std::string_view object);

 private:
  File(std::int64_t id, std::filesystem::path name);

  std::int64_t id_ = -1;
  std::filesystem::path name_;
};

}  // namespace dimsim::hdf5

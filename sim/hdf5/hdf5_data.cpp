#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/hdf5/hdf5_handle.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Tables are arrays of compound elements and not one array per column: a reader gets whole rows with one
// call, and viewers show a table. HDF5 matches members of compounds by name, so readers need not know all
// columns, nor their order, and it converts numbers between file and memory.
namespace dimsim::hdf5 {
namespace {

// The H5T_NATIVE_… and H5T_STD_… names are macros that call the library, so that no constant table can hold
// them.
hid_t memory_type(NumberType type) {
  switch (type) {
    case NumberType::Int8:
      return H5T_NATIVE_INT8;
    case NumberType::Int16:
      return H5T_NATIVE_INT16;
    case NumberType::Int32:
      return H5T_NATIVE_INT32;
    case NumberType::Int64:
      return H5T_NATIVE_INT64;
    case NumberType::Uint8:
      return H5T_NATIVE_UINT8;
    case NumberType::Uint16:
      return H5T_NATIVE_UINT16;
    case NumberType::Uint32:
      return H5T_NATIVE_UINT32;
    case NumberType::Uint64:
      return H5T_NATIVE_UINT64;
    case NumberType::Float:
      return H5T_NATIVE_FLOAT;
    case NumberType::Double:
      return H5T_NATIVE_DOUBLE;
  }
  throw InvariantError("number type outside of its enumeration");
}

hid_t file_type(NumberType type) {
  switch (type) {
    case NumberType::Int8:
      return H5T_STD_I8LE;
    case NumberType::Int16:
      return H5T_STD_I16LE;
    case NumberType::Int32:
      return H5T_STD_I32LE;
    case NumberType::Int64:
      return H5T_STD_I64LE;
    case NumberType::Uint8:
      return H5T_STD_U8LE;
    case NumberType::Uint16:
      return H5T_STD_U16LE;
    case NumberType::Uint32:
      return H5T_STD_U32LE;
    case NumberType::Uint64:
      return H5T_STD_U64LE;
    case NumberType::Float:
      return H5T_IEEE_F32LE;
    case NumberType::Double:
      return H5T_IEEE_F64LE;
  }
  throw InvariantError("number type outside of its enumeration");
}

std::size_t element_count(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

Shape shape_of(hid_t space) {
  std::vector<hsize_t> extent(static_cast<std::size_t>(std::max(H5Sget_simple_extent_ndims(space), 0)));
  H5Sget_simple_extent_dims(space, extent.data(), nullptr);
  return {extent.begin(), extent.end()};
}

// Traces are written once and distributed. Tables are written by every run, where a level above 1 takes three
// times as long and saves a few percent.
constexpr unsigned kArrayLevel = 6;
constexpr unsigned kTableLevel = 1;

/// Number of whole rows in a chunk of about one megabyte, the default size of HDF5's chunk cache: a larger
/// chunk would be decompressed again by every call that reads some of its rows.
std::size_t rows_of_chunk(const Shape& shape, std::size_t element_bytes) {
  constexpr std::size_t kChunkBytes = 1U << 20U;
  const std::size_t row_bytes = element_count(shape) / shape.front() * element_bytes;
  return std::clamp<std::size_t>(kChunkBytes / row_bytes, 1, shape.front());
}

/// Creation properties: chunked, shuffled and deflated; without time stamps, so that equal content gives
/// equal bytes.
Handle dataset_layout(const Shape& shape, std::size_t element_bytes, unsigned deflate_level) {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(list.id(), false);
  if (!shape.empty() && element_count(shape) > 0) {
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    chunk.front() = rows_of_chunk(shape, element_bytes);
    H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_shuffle(list.id());  // groups bytes of equal significance, which deflate compresses better
    H5Pset_deflate(list.id(), deflate_level);
  }
  return list;
}

/// Type of a column's values; `number` maps a NumberType to an HDF5 type, in memory or in the file.
Handle column_type(const Column& column, hid_t (*number)(NumberType)) {
  Handle type(H5Tcopy(column.text_bytes > 0 ? H5T_C_S1 : number(column.type)), H5Tclose);
  if (column.text_bytes > 0) {
    H5Tset_size(type.id(), column.text_bytes);
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
  }
  return type;
}

/// Type of a row in memory.
Handle row_type(std::size_t row_bytes, std::span<const Column> columns) {
  Handle type(H5Tcreate(H5T_COMPOUND, row_bytes), H5Tclose);
  for (const Column& column : columns) {
    H5Tinsert(type.id(), column.name.c_str(), column.offset, column_type(column, memory_type).id());
  }
  return type;
}

template <Number T>
std::vector<T> read_as(hid_t file, const std::filesystem::path& name, std::string_view dataset, hid_t type) {
  const Handle object = find_object(file, dataset);
  const Handle space(H5Dget_space(object.id()), H5Sclose);
  require_read(space.id(), name, dataset);
  const std::size_t count = element_count(shape_of(space.id()));
  try {  // the size comes from the file, so that an absurd one is an input error and not a crash
    std::vector<T> values(count);
    require_read(H5Dread(object.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name, dataset);
    return values;
  } catch (const std::bad_alloc&) {
    refuse(name, fmt::format("'{}' has {} elements, which do not fit in memory", dataset, count));
  } catch (const std::length_error&) {
    refuse(name, fmt::format("'{}' has {} elements, which do not fit in memory", dataset, count));
  }
}

Handle make_dataset(hid_t file, const std::filesystem::path& name, std::string_view dataset,
                    const Shape& shape, hid_t stored, unsigned deflate_level) {
  const std::string path(dataset);
  const Handle space = make_space(shape);
  const Handle layout = dataset_layout(shape, H5Tget_size(stored), deflate_level);
  Handle made(H5Dcreate2(file, path.c_str(), stored, space.id(), H5P_DEFAULT, layout.id(), H5P_DEFAULT),
              H5Dclose);
  require_written(made.id(), name);
  return made;
}

/// Rows first..first+count-1 of a table in the file. The selection is checked by HDF5 when it is used: rows
/// beyond the end make the read or write fail.
Handle rows_in_file(const Handle& table, hsize_t first, hsize_t count) {
  Handle whole(H5Dget_space(table.id()), H5Sclose);
  H5Sselect_hyperslab(whole.id(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
  return whole;
}

/// Writes rows first..first+count-1 of a table.
void write_piece(const Handle& table, const std::filesystem::path& name, hid_t in_memory, hsize_t first,
                 hsize_t count, const void* rows) {
  const Handle piece(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle whole = rows_in_file(table, first, count);
  require_written(H5Dwrite(table.id(), in_memory, piece.id(), whole.id(), H5P_DEFAULT, rows), name);
}

}  // namespace

std::string to_string(const Shape& shape) {
  return shape.empty() ? "a single value" : fmt::format("{}", fmt::join(shape, " x "));
}

Shape File::shape(std::string_view dataset) const {
  const Handle object = find_object(id_, dataset);
  const Handle space(H5Dget_space(object.id()), H5Sclose);
  require_read(space.id(), name_, dataset);
  return shape_of(space.id());
}

ElementKind File::kind(std::string_view dataset) const {
  const Handle object = find_object(id_, dataset);
  const Handle type(H5Dget_type(object.id()), H5Tclose);
  require_read(type.id(), name_, dataset);
  switch (H5Tget_class(type.id())) {
    case H5T_INTEGER:
      return ElementKind::Integer;
    case H5T_FLOAT:
      return ElementKind::Float;
    case H5T_STRING:
      return ElementKind::Text;
    case H5T_COMPOUND:
      return ElementKind::Table;
    default:
      return ElementKind::Other;
  }
}

template <Number T>
std::vector<T> File::read(std::string_view dataset) const {
  return read_as<T>(id_, name_, dataset, memory_type(number_type<T>()));
}

template <Number T>
std::vector<T> File::read_column(std::string_view table, std::string_view column) const {
  // HDF5 matches compound members by name, so a type with one member reads just that column.
  const Handle row(H5Tcreate(H5T_COMPOUND, sizeof(T)), H5Tclose);
  const std::string field(column);
  H5Tinsert(row.id(), field.c_str(), 0, memory_type(number_type<T>()));
  return read_as<T>(id_, name_, table, row.id());
}

std::vector<std::string> File::read_texts(std::string_view table, std::string_view column) const {
  const Handle object = find_object(id_, table);
  const Handle stored(H5Dget_type(object.id()), H5Tclose);
  require_read(stored.id(), name_, table);
  const std::string field(column);
  const int member = H5Tget_member_index(stored.id(), field.c_str());
  const Handle text(
      member < 0 ? H5I_INVALID_HID : H5Tget_member_type(stored.id(), static_cast<unsigned>(member)),
      H5Tclose);
  require_read(text.id(), name_, table);
  // One read of all cells as they are stored: with a type of variable length HDF5 would allocate each text.
  const std::size_t bytes = H5Tget_size(text.id());
  const Handle row(H5Tcreate(H5T_COMPOUND, bytes), H5Tclose);
  H5Tinsert(row.id(), field.c_str(), 0, text.id());
  std::vector<std::string> texts(element_count(shape(table)));
  std::vector<char> all(texts.size() * bytes);
  require_read(H5Dread(object.id(), row.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()), name_, table);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const char* begin = all.data() + i * bytes;
    texts[i].assign(begin, std::find(begin, begin + bytes, '\0'));
  }
  return texts;
}

std::vector<std::string> File::columns(std::string_view table) const {
  const Handle object = find_object(id_, table);
  const Handle type(H5Dget_type(object.id()), H5Tclose);
  require_read(type.id(), name_, table);
  const int count = H5Tget_nmembers(type.id());
  require_read(count, name_, table);
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<char, herr_t (*)(void*)> name(
        H5Tget_member_name(type.id(), static_cast<unsigned>(i)), H5free_memory);
    names.emplace_back(name.get());
  }
  return names;
}

void File::read_rows(std::string_view table, std::size_t first, std::size_t count, std::size_t row_bytes,
                     std::span<const Column> columns, std::byte* rows) const {
  const Handle object = find_object(id_, table);
  const hsize_t extent = count;
  const Handle piece(H5Screate_simple(1, &extent, nullptr), H5Sclose);
  const Handle whole = rows_in_file(object, first, count);
  const Handle in_memory = row_type(row_bytes, columns);
  require_read(H5Dread(object.id(), in_memory.id(), piece.id(), whole.id(), H5P_DEFAULT, rows), name_, table);
}

template <Number T>
void File::write(std::string_view dataset, std::span<const T> values, const Shape& shape) {
  if (element_count(shape) != values.size()) {
    throw InvariantError(
        fmt::format("'{}': {} values for a shape of {}", dataset, values.size(), to_string(shape)));
  }
  make_group(group_of(dataset));
  const NumberType type = number_type<T>();
  const Handle made = make_dataset(id_, name_, dataset, shape, file_type(type), kArrayLevel);
  require_written(H5Dwrite(made.id(), memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                  name_);
  require_written(H5Dflush(made.id()), name_);
}

void File::write_rows(std::string_view dataset, std::size_t count, std::size_t row_bytes,
                      std::span<const Column> columns, const FillRows& fill) {
  std::size_t packed_bytes = 0;
  for (const Column& column : columns) {
    packed_bytes += H5Tget_size(column_type(column, file_type).id());
  }
  const Handle in_memory = row_type(row_bytes, columns);
  // Packed: padding would be written as indeterminate bytes, and equal content must give equal files.
  const Handle stored(H5Tcreate(H5T_COMPOUND, packed_bytes), H5Tclose);
  std::size_t offset = 0;
  for (const Column& column : columns) {
    const Handle column_stored = column_type(column, file_type);
    H5Tinsert(stored.id(), column.name.c_str(), offset, column_stored.id());
    offset += H5Tget_size(column_stored.id());
  }
  make_group(group_of(dataset));
  const Handle table = make_dataset(id_, name_, dataset, {count}, stored.id(), kTableLevel);
  // Pieces of one chunk each: a chunk that is written in two pieces may be compressed twice.
  const std::size_t at_once = count == 0 ? 1 : rows_of_chunk({count}, packed_bytes);
  std::vector<std::byte> rows;
  for (std::size_t first = 0; first < count; first += at_once) {
    const std::size_t piece = std::min(at_once, count - first);
    rows.assign(piece * row_bytes, std::byte{0});  // texts are written with all their padding bytes
    fill(first, piece, rows.data());
    write_piece(table, name_, in_memory.id(), first, piece, rows.data());
  }
  // A full disk shows now, and not only when the file is closed.
  require_written(H5Dflush(table.id()), name_);
  for (const Column& column : columns) {
    set_text(dataset, "unit." + column.name, column.unit);
    if (!column.description.empty()) {
      set_text(dataset, "description." + column.name, column.description);
    }
  }
}

// clang-format off
#define DIMSIM_HDF5_NUMBER(T)                                                                    \
  template std::vector<T> File::read<T>(std::string_view) const;                                 \
  template std::vector<T> File::read_column<T>(std::string_view, std::string_view) const;        \
  template void File::write<T>(std::string_view, std::span<const T>, const Shape&);
DIMSIM_HDF5_NUMBER(std::int8_t)
DIMSIM_HDF5_NUMBER(std::int16_t)
DIMSIM_HDF5_NUMBER(std::int32_t)
DIMSIM_HDF5_NUMBER(std::int64_t)
DIMSIM_HDF5_NUMBER(std::uint8_t)
DIMSIM_HDF5_NUMBER(std::uint16_t)
DIMSIM_HDF5_NUMBER(std::uint32_t)
DIMSIM_HDF5_NUMBER(std::uint64_t)
DIMSIM_HDF5_NUMBER(float)
DIMSIM_HDF5_NUMBER(double)
#undef DIMSIM_HDF5_NUMBER
// clang-format on

}  // namespace dimsim::hdf5

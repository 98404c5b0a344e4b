#include "base/hdf5_file.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <memory>
#include <new>
#include <numeric>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5.h>

namespace dimsim::hdf5 {
namespace {

static_assert(std::same_as<hid_t, std::int64_t>, "the header keeps identifiers as std::int64_t");

/// An HDF5 identifier that is closed when it goes out of scope; negative = the call that made it failed.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) {
      close_(id_);
    }
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;

  [[nodiscard]] hid_t id() const { return id_; }
  [[nodiscard]] bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// HDF5 prints its error stack unless told not to; we put it into our messages instead.
void silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

herr_t collect_description(unsigned /*depth*/, const H5E_error2_t* error, void* descriptions) {
  static_cast<std::vector<std::string>*>(descriptions)
      ->emplace_back(error->desc == nullptr ? "" : error->desc);
  return 0;
}

/// Why the last call failed: the system's words when it was the system, else what HDF5 says, innermost first.
std::string reason() {
  std::vector<std::string> descriptions;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_description, &descriptions);
  H5Eclear2(H5E_DEFAULT);
  const std::string_view mark = "error message = '";
  for (const std::string& text : descriptions) {
    if (const auto begin = text.find(mark); begin != std::string::npos) {
      const auto from = begin + mark.size();
      return text.substr(from, text.find('\'', from) - from);
    }
  }
  return descriptions.empty() ? "unknown HDF5 error" : descriptions.front();
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& message,
                         const std::string& hint = "") {
  throw InputError(Place{std::make_shared<SourceText>(SourceText{file.string(), ""}), 0, 0}, message, hint);
}

[[noreturn]] void fail_writing(const std::filesystem::path& file) {
  throw RunError(fmt::format("cannot write '{}': {}", file.string(), reason()));
}

/// For calls that return a status, or an identifier as a number.
void require_written(std::int64_t status, const std::filesystem::path& file) {
  if (status < 0) {
    fail_writing(file);
  }
}

void require_read(std::int64_t status, const std::filesystem::path& file, std::string_view object) {
  if (status < 0) {
    refuse(file, fmt::format("'{}' cannot be read: {}", object, reason()));
  }
}

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

std::vector<std::string> path_steps(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    const auto slash = path.find('/');
    if (slash != 0) {
      steps.emplace_back(path.substr(0, slash));
    }
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return steps;
}

/// An object, or an invalid handle when there is none of that name.
Handle find_object(hid_t file, std::string_view path) {
  std::string reached;
  for (const std::string& step : path_steps(path)) {
    reached += '/' + step;
    if (H5Lexists(file, reached.c_str(), H5P_DEFAULT) <= 0) {
      return {-1, H5Oclose};
    }
  }
  return {H5Oopen(file, reached.empty() ? "/" : reached.c_str(), H5P_DEFAULT), H5Oclose};
}

Shape shape_of(hid_t space) {
  std::vector<hsize_t> extent(static_cast<std::size_t>(std::max(H5Sget_simple_extent_ndims(space), 0)));
  H5Sget_simple_extent_dims(space, extent.data(), nullptr);
  return {extent.begin(), extent.end()};
}

Handle make_space(const Shape& shape) {
  if (shape.empty()) {
    return {H5Screate(H5S_SCALAR), H5Sclose};
  }
  const std::vector<hsize_t> extent(shape.begin(), shape.end());
  return {H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose};
}

/// Chunks of whole rows of about a megabyte, shuffled and deflated; no times, so that equal content gives
/// equal bytes.
Handle dataset_layout(const Shape& shape, std::size_t element_bytes) {
  constexpr std::size_t kChunkBytes = 1U << 20U;
  constexpr unsigned kDeflateLevel = 6;
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(list.id(), false);
  if (!shape.empty() && element_count(shape) > 0) {
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    const std::size_t row_bytes = element_count(shape) / shape.front() * element_bytes;
    chunk.front() = std::clamp<std::size_t>(kChunkBytes / row_bytes, 1, shape.front());
    H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_shuffle(list.id());
    H5Pset_deflate(list.id(), kDeflateLevel);
  }
  return list;
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  return type;
}

Handle find_attribute(hid_t file, std::string_view object, const std::string& name) {
  const Handle owner = find_object(file, object);
  if (!owner.valid() || H5Aexists(owner.id(), name.c_str()) <= 0) {
    return {-1, H5Aclose};
  }
  return {H5Aopen(owner.id(), name.c_str(), H5P_DEFAULT), H5Aclose};
}

bool is_single(hid_t attribute) {
  const Handle space(H5Aget_space(attribute), H5Sclose);
  return H5Sget_simple_extent_npoints(space.id()) == 1;
}

/// Sets an attribute of one value, replacing one of that name.
void set_attribute(hid_t file, const std::filesystem::path& name, std::string_view object,
                   const std::string& attribute, hid_t stored, hid_t in_memory, const void* value) {
  const Handle owner = find_object(file, object);
  if (!owner.valid()) {
    throw InvariantError(fmt::format("attribute '{}' for '{}', which is not in the file", attribute, object));
  }
  if (H5Aexists(owner.id(), attribute.c_str()) > 0) {
    require_written(H5Adelete(owner.id(), attribute.c_str()), name);
  }
  const Handle space = make_space({});
  const Handle made(H5Acreate2(owner.id(), attribute.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT),
                    H5Aclose);
  require_written(made.id(), name);
  require_written(H5Awrite(made.id(), in_memory, value), name);
}

void copy_attribute(hid_t from, hid_t to, const std::filesystem::path& source,
                    const std::filesystem::path& target) {
  const Handle type(H5Aget_type(from), H5Tclose);
  const Handle space(H5Aget_space(from), H5Sclose);
  std::string name(static_cast<std::size_t>(std::max<ssize_t>(H5Aget_name(from, 0, nullptr), 0)), '\0');
  H5Aget_name(from, name.size() + 1, name.data());
  const auto points = std::max<hssize_t>(H5Sget_simple_extent_npoints(space.id()), 0);
  std::vector<std::byte> value(H5Tget_size(type.id()) * static_cast<std::size_t>(points));
  require_read(H5Aread(from, type.id(), value.data()), source, name);
  const Handle made(H5Acreate2(to, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const bool written = made.valid() && H5Awrite(made.id(), type.id(), value.data()) >= 0;
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, value.data());
  require_written(written ? 0 : -1, target);
}

void check_readable(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    refuse(path, "there is no such file");
  }
  if (std::filesystem::is_directory(status)) {
    refuse(path, "is a folder; expected an HDF5 file");
  }
  if (!std::ifstream(path)) {
    refuse(path, fmt::format("cannot be opened: {}", std::generic_category().message(errno)));
  }
}

}  // namespace

std::string to_string(const Shape& shape) {
  return shape.empty() ? "a single value" : fmt::format("{}", fmt::join(shape, " x "));
}

File::File(std::int64_t id, std::filesystem::path name) : id_(id), name_(std::move(name)) {}

File::File(File&& other) noexcept : id_(std::exchange(other.id_, -1)), name_(std::move(other.name_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(name_, other.name_);
  return *this;
}

File::~File() {
  if (id_ >= 0) {
    H5Fclose(id_);
  }
}

File File::open(const std::filesystem::path& path) {
  silence();
  check_readable(path);
  if (H5Fis_hdf5(path.c_str()) <= 0) {
    refuse(path, "is not an HDF5 file");
  }
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (id < 0) {
    const std::string why = reason();
    const bool truncated = why.find("truncated") != std::string::npos;
    refuse(path,
           truncated ? "is truncated: it ends before its HDF5 content does"
                     : fmt::format("cannot be read: {}", why),
           truncated ? "copy or make the file again" : "");
  }
  return {id, path};
}

File File::create(const std::filesystem::path& path, std::filesystem::path name) {
  silence();
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);
  // The format of HDF5 1.8: every reader in use knows it, and attributes (a whole scenario) may exceed 64
  // KiB.
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18);
  const hid_t id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id());
  const auto& called = name.empty() ? path : name;
  require_written(id, called);
  return {id, called};
}

void File::close() {
  const bool flushed = H5Fflush(id_, H5F_SCOPE_GLOBAL) >= 0;
  const std::string why = flushed ? "" : reason();
  const bool closed = H5Fclose(std::exchange(id_, -1)) >= 0;
  if (!flushed) {
    throw RunError(fmt::format("cannot write '{}': {}", name_.string(), why));
  }
  require_written(closed ? 0 : -1, name_);
}

bool File::has_group(std::string_view group) const {
  const Handle object = find_object(id_, group);
  return object.valid() && H5Iget_type(object.id()) == H5I_GROUP;
}

bool File::has_dataset(std::string_view dataset) const {
  const Handle object = find_object(id_, dataset);
  return object.valid() && H5Iget_type(object.id()) == H5I_DATASET;
}

std::vector<std::string> File::names(std::string_view group) const {
  const Handle object = find_object(id_, group);
  H5G_info_t info{};
  require_read(H5Gget_info(object.id(), &info), name_, group);
  std::vector<std::string> result;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto get = [&](char* text, std::size_t size) {
      return H5Lget_name_by_idx(object.id(), ".", H5_INDEX_NAME, H5_ITER_INC, i, text, size, H5P_DEFAULT);
    };
    const ssize_t length = get(nullptr, 0);
    require_read(length, name_, group);
    std::string& name = result.emplace_back(static_cast<std::size_t>(length), '\0');
    get(name.data(), name.size() + 1);
  }
  return result;
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

namespace {

template <Number T>
std::vector<T> read_as(hid_t file, const std::filesystem::path& name, std::string_view dataset, hid_t type) {
  const Handle object = find_object(file, dataset);
  const Handle space(H5Dget_space(object.id()), H5Sclose);
  require_read(space.id(), name, dataset);
  const std::size_t count = element_count(shape_of(space.id()));
  try {
    std::vector<T> values(count);
    require_read(H5Dread(object.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name, dataset);
    return values;
  } catch (const std::bad_alloc&) {
    refuse(name, fmt::format("'{}' has {} elements, which do not fit in memory", dataset, count));
  } catch (const std::length_error&) {
    refuse(name, fmt::format("'{}' has {} elements, which do not fit in memory", dataset, count));
  }
}

}  // namespace

template <Number T>
std::vector<T> File::read(std::string_view dataset) const {
  return read_as<T>(id_, name_, dataset, memory_type(number_type<T>()));
}

template <Number T>
std::vector<T> File::read_column(std::string_view table, std::string_view column) const {
  const Handle row(H5Tcreate(H5T_COMPOUND, sizeof(T)), H5Tclose);
  const std::string field(column);
  H5Tinsert(row.id(), field.c_str(), 0, memory_type(number_type<T>()));
  return read_as<T>(id_, name_, table, row.id());
}

void File::make_group(std::string_view group) {
  // One by one: groups that HDF5 makes on the way would carry the time.
  const Handle creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);
  std::string reached;
  for (const std::string& step : path_steps(group)) {
    reached += '/' + step;
    if (H5Lexists(id_, reached.c_str(), H5P_DEFAULT) <= 0) {
      const Handle made(H5Gcreate2(id_, reached.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose);
      require_written(made.id(), name_);
    }
  }
}

namespace {

std::string_view group_of(std::string_view dataset) { return dataset.substr(0, dataset.rfind('/') + 1); }

void write_dataset(hid_t file, const std::filesystem::path& name, std::string_view dataset,
                   const Shape& shape, hid_t stored, hid_t in_memory, const void* values) {
  const std::string path(dataset);
  const Handle space = make_space(shape);
  const Handle layout = dataset_layout(shape, H5Tget_size(stored));
  const Handle made(H5Dcreate2(file, path.c_str(), stored, space.id(), H5P_DEFAULT, layout.id(), H5P_DEFAULT),
                    H5Dclose);
  require_written(made.id(), name);
  require_written(H5Dwrite(made.id(), in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), name);
  require_written(H5Dflush(made.id()), name);
}

}  // namespace

template <Number T>
void File::write(std::string_view dataset, std::span<const T> values, const Shape& shape) {
  if (element_count(shape) != values.size()) {
    throw InvariantError(
        fmt::format("'{}': {} values for a shape of {}", dataset, values.size(), to_string(shape)));
  }
  make_group(group_of(dataset));
  const NumberType type = number_type<T>();
  write_dataset(id_, name_, dataset, shape, file_type(type), memory_type(type), values.data());
}

namespace {

/// Type of a column's values; `number` gives that of a number.
Handle column_type(const Column& column, hid_t (*number)(NumberType)) {
  Handle type(H5Tcopy(column.text_bytes > 0 ? H5T_C_S1 : number(column.type)), H5Tclose);
  if (column.text_bytes > 0) {
    H5Tset_size(type.id(), column.text_bytes);
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
  }
  return type;
}

}  // namespace

void File::write_rows(std::string_view dataset, const void* rows, std::size_t count, std::size_t row_bytes,
                      std::span<const Column> columns) {
  std::size_t packed_bytes = 0;
  for (const Column& column : columns) {
    packed_bytes += H5Tget_size(column_type(column, file_type).id());
  }
  const Handle in_memory(H5Tcreate(H5T_COMPOUND, row_bytes), H5Tclose);
  const Handle stored(H5Tcreate(H5T_COMPOUND, packed_bytes),
                      H5Tclose);  // no padding, which would be random bytes
  std::size_t offset = 0;
  for (const Column& column : columns) {
    const Handle column_stored = column_type(column, file_type);
    H5Tinsert(in_memory.id(), column.name.c_str(), column.offset, column_type(column, memory_type).id());
    H5Tinsert(stored.id(), column.name.c_str(), offset, column_stored.id());
    offset += H5Tget_size(column_stored.id());
  }
  make_group(group_of(dataset));
  write_dataset(id_, name_, dataset, {count}, stored.id(), in_memory.id(), rows);
  for (const Column& column : columns) {
    set_text(dataset, "unit." + column.name, column.unit);
    if (!column.description.empty()) {
      set_text(dataset, "description." + column.name, column.description);
    }
  }
}

std::optional<std::string> File::text(std::string_view object, const std::string& attribute) const {
  const Handle found = find_attribute(id_, object, attribute);
  if (!found.valid() || !is_single(found.id())) {
    return std::nullopt;
  }
  const Handle type(H5Aget_type(found.id()), H5Tclose);
  if (H5Tget_class(type.id()) != H5T_STRING) {
    return std::nullopt;
  }
  if (H5Tis_variable_str(type.id()) > 0) {
    char* raw = nullptr;
    require_read(H5Aread(found.id(), type.id(), static_cast<void*>(&raw)), name_, attribute);
    const std::unique_ptr<char, herr_t (*)(void*)> owned(raw, H5free_memory);
    return raw == nullptr ? "" : std::string(raw);
  }
  std::string value(H5Tget_size(type.id()), '\0');
  require_read(H5Aread(found.id(), type.id(), value.data()), name_, attribute);
  const char pad = H5Tget_strpad(type.id()) == H5T_STR_SPACEPAD ? ' ' : '\0';
  value.resize(value.find_last_not_of(pad) + 1);
  return value;
}

std::optional<double> File::number(std::string_view object, const std::string& attribute) const {
  const Handle found = find_attribute(id_, object, attribute);
  if (!found.valid() || !is_single(found.id())) {
    return std::nullopt;
  }
  // Converts integers and h5py's booleans (an enumeration) as well; a text does not convert.
  double value = 0;
  if (H5Aread(found.id(), H5T_NATIVE_DOUBLE, &value) < 0) {
    H5Eclear2(H5E_DEFAULT);
    return std::nullopt;
  }
  return value;
}

void File::set_text(std::string_view object, const std::string& attribute, const std::string& value) {
  const Handle type = text_type();
  const char* raw = value.c_str();
  set_attribute(id_, name_, object, attribute, type.id(), type.id(), static_cast<const void*>(&raw));
}

void File::set_number(std::string_view object, const std::string& attribute, double value) {
  set_attribute(id_, name_, object, attribute, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

void File::set_integer(std::string_view object, const std::string& attribute, std::int64_t value) {
  set_attribute(id_, name_, object, attribute, H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

void File::copy(const File& from, std::string_view object) {
  make_group(group_of(object));
  const std::string path(object);
  require_written(H5Ocopy(from.id_, path.c_str(), id_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT), name_);
}

void File::copy_attributes(const File& from, std::string_view object) {
  const Handle source = find_object(from.id_, object);
  const Handle target = find_object(id_, object);
  const int count = H5Aget_num_attrs(source.id());
  require_read(count, from.name_, object);
  for (int i = 0; i < count; ++i) {
    const Handle attribute(H5Aopen_by_idx(source.id(), ".", H5_INDEX_NAME, H5_ITER_INC,
                                          static_cast<hsize_t>(i), H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose);
    copy_attribute(attribute.id(), target.id(), from.name_, name_);
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

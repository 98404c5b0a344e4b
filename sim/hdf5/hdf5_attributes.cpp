#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/hdf5/hdf5_handle.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

// Attributes of other programs come in many forms: h5py writes texts of variable length and booleans as
// enumerations, MATLAB and Fortran texts of fixed length. All single texts and numbers are read; only one
// form of each is written.
namespace dimsim::hdf5 {
namespace {

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

/// Writes a single-valued attribute, replacing an existing one of the same name.
void set_attribute(hid_t file, const std::filesystem::path& name, std::string_view object,
                   const std::string& attribute, hid_t stored, hid_t in_memory, const void* value) {
  const Handle owner = find_object(file, object);
  if (!owner.valid()) {
    throw InvariantError(fmt::format("attribute '{}' for '{}', which is not in the file", attribute, object));
  }
  if (H5Aexists(owner.id(), attribute.c_str()) > 0) {  // an attribute cannot change its type or size
    require_written(H5Adelete(owner.id(), attribute.c_str()), name);
  }
  const Handle space = make_space({});
  const Handle made(H5Acreate2(owner.id(), attribute.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT),
                    H5Aclose);
  require_written(made.id(), name);
  require_written(H5Awrite(made.id(), in_memory, value), name);
}

std::string name_of(hid_t attribute) {
  std::string name(static_cast<std::size_t>(std::max<ssize_t>(H5Aget_name(attribute, 0, nullptr), 0)), '\0');
  H5Aget_name(attribute, name.size() + 1, name.data());
  return name;
}

int count_attributes(hid_t object, const std::filesystem::path& file, std::string_view path) {
  const int count = H5Aget_num_attrs(object);
  require_read(count, file, path);
  return count;
}

/// The attribute at a position in the order of names: creation order is not recorded in every file.
Handle nth_attribute(hid_t object, int index) {
  return {H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, static_cast<hsize_t>(index), H5P_DEFAULT,
                         H5P_DEFAULT),
          H5Aclose};
}

/// Attribute by attribute, with type and bytes as they are: H5Ocopy() copies whole objects only, and here the
/// object exists already with other content.
void copy_attribute(hid_t from, hid_t to, const std::filesystem::path& source,
                    const std::filesystem::path& target) {
  const Handle type(H5Aget_type(from), H5Tclose);
  const Handle space(H5Aget_space(from), H5Sclose);
  const std::string name = name_of(from);
  const auto points = std::max<hssize_t>(H5Sget_simple_extent_npoints(space.id()), 0);
  std::vector<std::byte> value(H5Tget_size(type.id()) * static_cast<std::size_t>(points));
  require_read(H5Aread(from, type.id(), value.data()), source, name);
  const Handle made(H5Acreate2(to, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const bool written = made.valid() && H5Awrite(made.id(), type.id(), value.data()) >= 0;
  // HDF5 allocated the variable-length texts in `value`.
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, value.data());
  require_written(written ? 0 : -1, target);
}

}  // namespace

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
  // Fixed-length texts of other programs are padded; Fortran pads with blanks.
  const char pad = H5Tget_strpad(type.id()) == H5T_STR_SPACEPAD ? ' ' : '\0';
  value.resize(value.find_last_not_of(pad) + 1);
  return value;
}

std::optional<double> File::number(std::string_view object, const std::string& attribute) const {
  const Handle found = find_attribute(id_, object, attribute);
  if (!found.valid() || !is_single(found.id())) {
    return std::nullopt;
  }
  // HDF5 also converts integers and h5py's booleans (an enumeration); it cannot convert a text.
  double value = 0;
  if (H5Aread(found.id(), H5T_NATIVE_DOUBLE, &value) < 0) {
    H5Eclear2(H5E_DEFAULT);
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> File::attributes(std::string_view object) const {
  const Handle owner = find_object(id_, object);
  std::vector<std::string> names;
  const int count = count_attributes(owner.id(), name_, object);
  for (int i = 0; i < count; ++i) {
    names.push_back(name_of(nth_attribute(owner.id(), i).id()));
  }
  return names;
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

void File::copy_attributes(const File& from, std::string_view object) {
  const Handle source = find_object(from.id_, object);
  const Handle target = find_object(id_, object);
  const int count = count_attributes(source.id(), from.name_, object);
  for (int i = 0; i < count; ++i) {
    copy_attribute(nth_attribute(source.id(), i).id(), target.id(), from.name_, name_);
  }
}

}  // namespace dimsim::hdf5

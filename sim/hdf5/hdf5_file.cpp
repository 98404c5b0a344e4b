#include "dimsim/hdf5/hdf5_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/hdf5/hdf5_handle.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

// The C interface of HDF5 is used and not its C++ classes: every status is checked where it arises, with the
// file's name at hand, and the reason must be read before the next call, since HDF5 keeps only the errors of
// the last one. Handle closes identifiers.
namespace dimsim::hdf5 {
namespace {

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
    refuse(path, fmt::format("cannot be opened: {}", errno_text()));
  }
}

}  // namespace

bool is_hdf5(const std::filesystem::path& path) {
  prepare();
  return H5Fis_hdf5(path.c_str()) > 0;
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
  // HDF5 reports a missing file, a folder and a text file alike, so these are checked first.
  check_readable(path);
  if (!is_hdf5(path)) {
    refuse(path, "is not an HDF5 file");
  }
  const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (id < 0) {
    // Truncation is recognised by its text, the most frequent damage: a copy that was interrupted.
    const std::string why = reason();
    const bool truncated = why.find("truncated") != std::string::npos;
    refuse(path,
           truncated ? "is truncated: it ends before its HDF5 content does"
                     : fmt::format("cannot be read: {}", why),
           truncated ? "copy or make the file again" : "");
  }
  return {id, path};
}

File File::create(const std::filesystem::path& path, const std::filesystem::path& name) {
  prepare();
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);
  // The file format of HDF5 1.8: every reader in use supports it, and attributes (such as the text of a
  // scenario) may exceed 64 KiB.
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18);
  const hid_t id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id());
  const auto& called = name.empty() ? path : name;
  require_written(id, called);
  return {id, called};
}

void File::close() {
  // H5Fclose() overwrites the error stack, so the reason is read between the two calls.
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
    // Called twice, as HDF5 requires: for the length without the final zero, then for the name.
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

void File::make_group(std::string_view group) {
  // One by one: in intermediate groups that HDF5 creates by itself it stores time stamps.
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

void File::copy(const File& from, std::string_view object) {
  make_group(group_of(object));
  const std::string path(object);
  require_written(H5Ocopy(from.id_, path.c_str(), id_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT), name_);
}

}  // namespace dimsim::hdf5

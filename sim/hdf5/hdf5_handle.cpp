#include "dimsim/hdf5/hdf5_handle.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace dimsim::hdf5 {
namespace {

herr_t collect_description(unsigned /*depth*/, const H5E_error2_t* error, void* descriptions) {
  static_cast<std::vector<std::string>*>(descriptions)
      ->emplace_back(error->desc == nullptr ? "" : error->desc);
  return 0;
}

}  // namespace

void prepare() {
  H5dont_atexit();  // has an effect only before the first other call, and none when repeated
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string reason() {
  // Upward: the first description is that of the innermost function, which knows the cause.
  std::vector<std::string> descriptions;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_description, &descriptions);
  H5Eclear2(H5E_DEFAULT);
  // "disk full" is more useful than the name of the HDF5 call that failed. HDF5 has no code for errno; its
  // file driver only puts the text of strerror() into the description.
  const std::string_view mark = "error message = '";
  for (const std::string& text : descriptions) {
    if (const auto begin = text.find(mark); begin != std::string::npos) {
      const auto from = begin + mark.size();
      return text.substr(from, text.find('\'', from) - from);
    }
  }
  return descriptions.empty() ? "unknown HDF5 error" : descriptions.front();
}

void refuse(const std::filesystem::path& file, const std::string& message, const std::string& hint) {
  throw InputError(file_place(file.string()), message, hint);
}

void require_written(std::int64_t status, const std::filesystem::path& file) {
  if (status < 0) {
    throw RunError(fmt::format("cannot write '{}': {}", file.string(), reason()));
  }
}

void require_read(std::int64_t status, const std::filesystem::path& file, std::string_view object) {
  if (status < 0) {
    refuse(file, fmt::format("'{}' cannot be read: {}", object, reason()));
  }
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

std::string_view group_of(std::string_view dataset) { return dataset.substr(0, dataset.rfind('/') + 1); }

Handle find_object(hid_t file, std::string_view path) {
  // H5Lexists() fails unless all parents exist, so that each step is checked.
  std::string reached;
  for (const std::string& step : path_steps(path)) {
    reached += '/' + step;
    if (H5Lexists(file, reached.c_str(), H5P_DEFAULT) <= 0) {
      return {-1, H5Oclose};
    }
  }
  return {H5Oopen(file, reached.empty() ? "/" : reached.c_str(), H5P_DEFAULT), H5Oclose};
}

Handle make_space(const Shape& shape) {
  if (shape.empty()) {
    return {H5Screate(H5S_SCALAR), H5Sclose};
  }
  const std::vector<hsize_t> extent(shape.begin(), shape.end());
  return {H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose};
}

}  // namespace dimsim::hdf5

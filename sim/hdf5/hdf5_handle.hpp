#pragma once

// Internal to this folder's hdf5_*.cpp: no other file includes the C interface of HDF5.

#include "dimsim/hdf5/hdf5_types.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hdf5.h>

namespace dimsim::hdf5 {

static_assert(std::same_as<hid_t, std::int64_t>, "File keeps identifiers as std::int64_t");

/// An HDF5 identifier that is closed when it goes out of scope; negative if the call that made it failed.
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

/// Must be called before any other HDF5 function. It stops HDF5 from printing its error stack, which is part
/// of our messages, and from cleaning up at exit, where it would access a file whose closing had failed (disk
/// full) and crash (seen in 1.10.8).
void prepare();

/// Why the last call failed: the system's error message if there is one, otherwise the innermost description
/// of HDF5. Clears HDF5's error stack.
[[nodiscard]] std::string reason();

/// Throws InputError located at the file as a whole.
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& message,
                         const std::string& hint = "");

/// Check the status or the identifier that a call returned. Throw RunError (written) or InputError (read) if
/// it is negative.
void require_written(std::int64_t status, const std::filesystem::path& file);
void require_read(std::int64_t status, const std::filesystem::path& file, std::string_view object);

/// The components of a path, without slashes.
[[nodiscard]] std::vector<std::string> path_steps(std::string_view path);

/// The path up to and including its last slash.
[[nodiscard]] std::string_view group_of(std::string_view dataset);

/// Opens an object; returns an invalid handle if there is none of that name.
[[nodiscard]] Handle find_object(hid_t file, std::string_view path);

/// A data space of the given shape; an empty shape means a single value.
[[nodiscard]] Handle make_space(const Shape& shape);

}  // namespace dimsim::hdf5

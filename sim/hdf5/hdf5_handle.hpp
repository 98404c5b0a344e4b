#pragma once

// For the hdf5_*.cpp of this folder only: nothing else includes the C interface of HDF5.

#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hdf5.h>

namespace dimsim::hdf5 {

static_assert(std::same_as<hid_t, std::int64_t>, "File keeps identifiers as std::int64_t");

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

/// To be called before anything else of HDF5. It must not print its error stack, which goes into our
/// messages; nor clean up at exit: it would touch a file again whose closing had failed (disk full), and
/// crash (seen in 1.10.8).
void prepare();

/// Why the last call failed: the system's words when it was the system, else what HDF5 says, innermost first.
[[nodiscard]] std::string reason();

/// Throws InputError at the file as a whole.
[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& message,
                         const std::string& hint = "");

/// For calls that return a status, or an identifier as a number. Throws RunError, or InputError.
void require_written(std::int64_t status, const std::filesystem::path& file);
void require_read(std::int64_t status, const std::filesystem::path& file, std::string_view object);

/// The names between the slashes.
[[nodiscard]] std::vector<std::string> path_steps(std::string_view path);

/// What is before the last slash, and the slash.
[[nodiscard]] std::string_view group_of(std::string_view dataset);

/// An object, or an invalid handle when there is none of that name.
[[nodiscard]] Handle find_object(hid_t file, std::string_view path);

/// A single value for the empty shape.
[[nodiscard]] Handle make_space(const Shape& shape);

}  // namespace dimsim::hdf5

#pragma once

#include <filesystem>

namespace dimsim {

/// A file that is either complete or absent. It is written under a temporary name in the target's folder, and
/// commit() renames it. Until then an existing target stays unchanged; it stays for good if commit() is never
/// called.
class AtomicFile {
 public:
  /// Creates an empty temporary file, so that an unwritable folder is detected at once and not after a long
  /// run. Throws RunError with the target's name and the reason.
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// The file to write to; close it before commit().
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

  /// Flushes the contents to the disk (fsync) and renames the file to the target. Throws RunError; then the
  /// temporary file is removed.
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

}  // namespace dimsim

#pragma once

#include <filesystem>

namespace dimsim {

/// A file that is whole or absent: written under a temporary name in the target's folder, which commit()
/// renames. An existing file of that name stays as it is until then, and for good when commit() is never
/// reached.
class AtomicFile {
 public:
  /// Makes an empty temporary file, so that a folder that cannot be written to is found out at once.
  /// Throws RunError naming the target and the reason.
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Write here; close it before commit().
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

  /// Brings the contents to the disk (fsync) and gives the file its name. Throws RunError; nothing is left
  /// then.
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

}  // namespace dimsim

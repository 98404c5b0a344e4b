#pragma once

#include <cstddef>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/mman.h>

namespace dimsim {

/// A file in memory, to be damaged.
class MemoryFile {
 public:
  MemoryFile() : number_(memfd_create("test", MFD_CLOEXEC)) {}
  ~MemoryFile() { close(number_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(lseek(number_, 0, SEEK_END)); }

  void truncate(std::size_t size) const { EXPECT_EQ(ftruncate(number_, static_cast<off_t>(size)), 0); }

  /// Changes one bit of a byte.
  void flip(std::size_t at, int bit) const {
    unsigned char byte = 0;
    EXPECT_EQ(pread(number_, &byte, 1, static_cast<off_t>(at)), 1);
    byte = static_cast<unsigned char>(byte ^ (1U << static_cast<unsigned>(bit)));
    EXPECT_EQ(pwrite(number_, &byte, 1, static_cast<off_t>(at)), 1);
  }

 private:
  int number_;
};

}  // namespace dimsim

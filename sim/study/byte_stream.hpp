#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace dimsim::study {

/// Takes bytes and writes them to an open file, many at a time. What is not flushed is lost. Throws RunError.
class Sink {
 public:
  explicit Sink(int file) : file_(file) {}

  void bytes(const void* data, std::size_t count);
  /// Notes how many elements follow; gives the number back, as Source does.
  std::size_t size(std::size_t count);
  void flush();

 private:
  void write_out(const char* data, std::size_t count) const;

  int file_;
  std::vector<char> waiting_;
};

/// Gives the bytes of an open file, from a position on, as Sink took them: read ahead by pieces, since a
/// mapping of a large record would stay in memory beside its copy. Throws RunError, also where the file ends
/// too early.
class Source {
 public:
  Source(int file, std::size_t position);

  void bytes(void* data, std::size_t count);
  /// How many elements follow; at most as many as there are bytes.
  std::size_t size(std::size_t of_the_empty_value);
  /// Of the next byte in the file.
  [[nodiscard]] std::size_t position() const { return size_ - left_; }

 private:
  void require(std::size_t count) const;
  void read_in(char* to, std::size_t count) const;

  static constexpr std::size_t kAhead = 1U << 14U;  ///< [B]

  int file_;
  std::size_t size_ = 0;  ///< of the file [B]
  std::size_t left_ = 0;  ///< not given yet [B]
  std::array<char, kAhead> ahead_{};
  std::size_t begin_ = 0;  ///< of what of it is not given yet
  std::size_t end_ = 0;
};

}  // namespace dimsim::study

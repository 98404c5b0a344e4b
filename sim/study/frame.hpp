#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dimsim::study {

// Journal records, shard files and the reports of workers consist of frames: a header (mark, version, layout,
// length, checksum) and a payload. A frame that is truncated, damaged, or of another version is never read.

/// What a frame holds.
struct FrameKind {
  std::string_view mark;      ///< 8 characters; the first bytes of the frame
  std::uint32_t version = 1;  ///< of the meaning of the payload
  std::uint32_t layout = 0;   ///< of the payload's types; differs when a field is added
};

/// A frame as it lies in a file, byte for byte.
struct FrameHeader {
  std::array<char, 8> mark{};
  std::uint32_t version = 0;
  std::uint32_t layout = 0;
  std::uint64_t length = 0;    ///< of the payload [B]
  std::uint64_t checksum = 0;  ///< CRC-32 of the fields above and the payload
};
static_assert(sizeof(FrameHeader) == 32, "a header has no padding");

/// Writes one frame to an open file, at its current position. Throws RunError (disk full).
/// Contract: the file can be written at a position (a regular file, or one in memory).
class FrameWriter {
 public:
  FrameWriter(int file, const FrameKind& kind);

  void bytes(const void* data, std::size_t count);
  /// Notes how many elements follow; returns the number, as FrameReader does.
  std::size_t size(std::size_t count);
  /// Completes the frame. Without this call the frame is unreadable.
  void finish();

 private:
  void flush();

  int file_;
  std::int64_t begin_;
  FrameHeader header_;
  std::uint32_t payload_checksum_ = 0;
  std::vector<char> waiting_;
};

/// Reads one frame of an open file. Reads ahead by pieces, since a mapping of a large record would stay in
/// memory beside its copy.
class FrameReader {
 public:
  /// Finds the frame that begins at a position and checks all of it. Throws RunError with the reason when
  /// there is none, or when it is truncated, damaged, or of another version or layout.
  FrameReader(int file, std::size_t position, const FrameKind& kind);

  /// Throws RunError beyond the end of the frame.
  void bytes(void* data, std::size_t count);
  /// How many elements follow; at most as many as there are bytes.
  std::size_t size(std::size_t of_the_empty_value);
  /// Throws RunError unless all of the payload was read.
  void finish() const;
  /// Position of the byte after the frame.
  [[nodiscard]] std::size_t end() const { return end_; }

 private:
  void require(std::size_t count) const;

  static constexpr std::size_t kAhead = 1U << 14U;  ///< [B]

  int file_;
  std::size_t next_ = 0;  ///< of the file, not read yet
  std::size_t end_ = 0;   ///< of the frame in the file
  std::array<char, kAhead> ahead_{};
  std::size_t ahead_begin_ = 0;  ///< of what of it is not given yet
  std::size_t ahead_end_ = 0;
};

}  // namespace dimsim::study

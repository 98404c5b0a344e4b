#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dimsim::study {

// Journal records, shard files and the messages of workers consist of frames: a header (mark, version,
// layout, length, checksum) and a payload. A frame that is truncated, damaged, or of another version is never
// read.

/// The type of a frame's content.
struct FrameKind {
  std::string_view mark;      ///< 8 characters; the first bytes of the frame
  std::uint32_t version = 1;  ///< of the meaning of the payload
  std::uint32_t layout = 0;   ///< of the payload's types; differs when a field is added
};

/// The header as it is stored, byte for byte.
struct FrameHeader {
  std::array<char, 8> mark{};
  std::uint32_t version = 0;
  std::uint32_t layout = 0;
  std::uint64_t length = 0;    ///< of the payload [B]
  std::uint64_t checksum = 0;  ///< CRC-32 of the fields above and the payload
};
static_assert(sizeof(FrameHeader) == 32, "a header has no padding");

/// Writes one frame to an open file, at its current position. Throws RunError (disk full). Contract: the file
/// can be written at a position (a regular file, or one in memory).
class FrameWriter {
 public:
  FrameWriter(int file, const FrameKind& kind);

  void bytes(const void* data, std::size_t count);
  /// Writes the number of the elements that follow and returns it, as FrameReader::size() does.
  std::size_t size(std::size_t count);
  /// Completes the frame. Without this call the frame is unreadable.
  void finish();

 private:
  void flush();

  int file_;
  std::int64_t begin_;
  FrameHeader header_;
  std::uint32_t payload_checksum_ = 0;
  std::vector<char> buffer_;
};

/// Reads one frame of an open file through a small buffer. The file is not mapped: the pages of a large
/// record would stay in memory beside the copy of it.
class FrameReader {
 public:
  /// Opens the frame that begins at a position and checks all of it. Throws RunError with the reason when
  /// there is none, or when it is truncated, damaged, or of another version or layout.
  FrameReader(int file, std::size_t position, const FrameKind& kind);

  /// Throws RunError beyond the end of the frame.
  void bytes(void* data, std::size_t count);
  /// Reads the number of the elements that follow. Throws RunError when it exceeds the number of bytes that
  /// are left, so that a caller may allocate that many elements. The argument is unused: it lets the same
  /// template code call FrameWriter::size() and this.
  std::size_t size(std::size_t unused);
  /// Throws RunError unless all of the payload was read.
  void finish() const;
  /// Position of the byte after the frame.
  [[nodiscard]] std::size_t end() const { return end_; }

 private:
  void require(std::size_t count) const;

  static constexpr std::size_t kBufferBytes = 1U << 14U;

  int file_;
  std::size_t next_ = 0;  ///< position in the file of the first byte that is not in the buffer yet
  std::size_t end_ = 0;   ///< position in the file of the byte after the frame
  std::array<char, kBufferBytes> buffer_{};
  std::size_t buffer_begin_ = 0;  ///< of the bytes in the buffer that were not returned yet
  std::size_t buffer_end_ = 0;
};

}  // namespace dimsim::study

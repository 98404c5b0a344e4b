#include "dimsim/study/frame.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <zlib.h>

#include <fmt/format.h>
#include <sys/stat.h>

// A frame is written front to back, but its header goes in last, by pwrite(): length and checksum are known
// only then, and a process that dies in the middle leaves a header of zeros, which no reader accepts. So the
// journal needs no flag "complete" of its own. The checksum is zlib's CRC-32: it must detect truncation and
// bit errors, not forgery, and zlib is a dependency of HDF5 already.
namespace dimsim::study {

namespace {

constexpr std::size_t kWriteBytes = 1U << 16U;  ///< in one call: records consist of many small fields

std::size_t file_size(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) {
    throw RunError(fmt::format("cannot read the result: {}", errno_text()));
  }
  return static_cast<std::size_t>(status.st_size);
}

/// Calls `write` with what is left of the data until all of it is written: one call may write less, or be
/// interrupted by a signal.
template <class Write>
void repeat_write(const void* data, std::size_t count, Write write) {
  const auto* from = static_cast<const char*>(data);
  while (count > 0) {
    const ssize_t written = write(from, count);
    if (written < 0 && errno != EINTR) {
      throw RunError(fmt::format("cannot store the result: {}", errno_text()));
    }
    const std::size_t done = written < 0 ? 0 : static_cast<std::size_t>(written);
    from += done;
    count -= done;
  }
}

void write_all(int file, const void* data, std::size_t count) {
  repeat_write(data, count, [file](const char* from, std::size_t left) { return write(file, from, left); });
}

void write_all_at(int file, const void* data, std::size_t count, std::int64_t position) {
  repeat_write(data, count,
               [file, end = position + static_cast<std::int64_t>(count)](const char* from, std::size_t left) {
                 return pwrite(file, from, left, end - static_cast<std::int64_t>(left));
               });
}

void read_all(int file, void* data, std::size_t count, std::size_t position) {
  auto* to = static_cast<char*>(data);
  while (count > 0) {
    const ssize_t got = pread(file, to, count, static_cast<off_t>(position));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      throw RunError(fmt::format("cannot read the result: {}", got < 0 ? errno_text() : "it ends too early"));
    }
    to += got;
    position += static_cast<std::size_t>(got);
    count -= static_cast<std::size_t>(got);
  }
}

/// Continues a checksum, which begins with 0. zlib must not see the null pointer of an empty vector: it would
/// return the initial value and so discard the checksum so far.
std::uint32_t checksum(std::uint32_t before, const void* data, std::size_t count) {
  return count == 0 ? before
                    : static_cast<std::uint32_t>(crc32_z(before, static_cast<const Bytef*>(data), count));
}

/// CRC-32 of the payload and then of the header's fields, in that order because the writer knows the length
/// only at the end. The fields are included, so that a damaged length or version is detected as well.
std::uint64_t frame_checksum(const FrameHeader& header, std::uint32_t payload) {
  return checksum(payload, &header, offsetof(FrameHeader, checksum));
}

FrameHeader unfinished_header(const FrameKind& kind) {
  FrameHeader header;
  std::copy_n(kind.mark.begin(), std::min(kind.mark.size(), header.mark.size()), header.mark.begin());
  header.version = kind.version;
  header.layout = kind.layout;
  return header;
}

}  // namespace

FrameWriter::FrameWriter(int file, const FrameKind& kind)
    : file_(file), begin_(lseek(file, 0, SEEK_CUR)), header_(unfinished_header(kind)) {
  const FrameHeader unfinished;  // has no mark, so that it is not taken for a frame
  write_all(file_, &unfinished, sizeof(unfinished));
}

void FrameWriter::bytes(const void* data, std::size_t count) {
  const auto* from = static_cast<const char*>(data);
  payload_checksum_ = checksum(payload_checksum_, data, count);
  header_.length += count;
  if (buffer_.size() + count > kWriteBytes) {
    flush();
  }
  if (count > kWriteBytes) {
    write_all(file_, from, count);  // larger than the buffer: a copy would gain nothing
  } else {
    buffer_.insert(buffer_.end(), from, from + count);
  }
}

std::size_t FrameWriter::size(std::size_t count) {
  bytes(&count, sizeof(count));
  return count;
}

void FrameWriter::flush() {
  write_all(file_, buffer_.data(), buffer_.size());
  buffer_.clear();
}

void FrameWriter::finish() {
  flush();
  header_.checksum = frame_checksum(header_, payload_checksum_);
  write_all_at(file_, &header_, sizeof(header_), begin_);
}

FrameReader::FrameReader(int file, std::size_t position, const FrameKind& kind) : file_(file) {
  const auto fail = [&](std::string_view what) {
    throw RunError(fmt::format("the part '{}' at byte {} {}", kind.mark, position, what));
  };
  const std::size_t size = file_size(file);
  FrameHeader header;
  if (position > size || size - position < sizeof(header)) {
    fail("is truncated");
  }
  read_all(file, &header, sizeof(header), position);
  const FrameHeader expected = unfinished_header(kind);
  if (header.mark != expected.mark) {
    fail("is missing");
  }
  next_ = position + sizeof(header);
  if (header.length > size - next_) {
    fail("is truncated");
  }
  end_ = next_ + header.length;
  // A pass over the whole payload before any of it is used: a caller never sees half of a damaged record.
  std::uint32_t payload = 0;
  for (std::size_t at = next_; at < end_;) {
    const std::size_t count = std::min(buffer_.size(), end_ - at);
    read_all(file, buffer_.data(), count, at);
    payload = checksum(payload, buffer_.data(), count);
    at += count;
  }
  // The checksum comes first: version and layout of a damaged header would give a misleading reason.
  if (header.checksum != frame_checksum(header, payload)) {
    fail("is damaged: its checksum does not match its content");
  }
  if (header.version != expected.version) {
    fail(fmt::format("has version {}; this dimsim reads version {}", header.version, expected.version));
  }
  if (header.layout != expected.layout) {
    fail("was written by a dimsim with other fields");
  }
}

void FrameReader::bytes(void* data, std::size_t count) {
  require(count);
  auto* to = static_cast<char*>(data);
  const std::size_t known = std::min(count, buffer_end_ - buffer_begin_);
  std::copy_n(buffer_.data() + buffer_begin_, known, to);  // not memcpy(): an empty vector has no address
  buffer_begin_ += known;
  to += known;
  count -= known;
  if (count >= kBufferBytes) {  // large arrays go directly to their destination
    read_all(file_, to, count, next_);
    next_ += count;
  } else if (count > 0) {
    buffer_end_ = std::min(kBufferBytes, end_ - next_);
    read_all(file_, buffer_.data(), buffer_end_, next_);
    next_ += buffer_end_;
    std::copy_n(buffer_.data(), count, to);
    buffer_begin_ = count;
  }
}

std::size_t FrameReader::size(std::size_t /*unused*/) {
  std::size_t count = 0;
  bytes(&count, sizeof(count));
  require(count);  // an element takes at least one byte
  return count;
}

void FrameReader::finish() const {
  if (buffer_begin_ != buffer_end_ || next_ != end_) {
    throw RunError("the result has more content than its fields");
  }
}

void FrameReader::require(std::size_t count) const {
  if (count > end_ - next_ + (buffer_end_ - buffer_begin_)) {
    throw RunError("the result has less content than its fields");
  }
}

}  // namespace dimsim::study

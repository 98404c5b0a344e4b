#include "dimsim/study/byte_stream.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

namespace dimsim::study {

namespace {

constexpr std::size_t kAtOnce = 1U << 16U;  ///< [B]

std::string reason() { return std::generic_category().message(errno); }

std::size_t size_of(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) {
    throw RunError(fmt::format("cannot read the result: {}", reason()));
  }
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace

void Sink::bytes(const void* data, std::size_t count) {
  const auto* from = static_cast<const char*>(data);
  if (waiting_.size() + count > kAtOnce) {
    flush();
  }
  if (count > kAtOnce) {
    write_out(from, count);  // no use in copying it first
  } else {
    waiting_.insert(waiting_.end(), from, from + count);
  }
}

std::size_t Sink::size(std::size_t count) {
  bytes(&count, sizeof(count));
  return count;
}

void Sink::flush() {
  write_out(waiting_.data(), waiting_.size());
  waiting_.clear();
}

void Sink::write_out(const char* data, std::size_t count) const {
  while (count > 0) {
    const ssize_t written = write(file_, data, count);
    if (written < 0 && errno != EINTR) {
      throw RunError(fmt::format("cannot keep the result: {}", reason()));
    }
    const std::size_t done = written < 0 ? 0 : static_cast<std::size_t>(written);
    data += done;
    count -= done;
  }
}

Source::Source(int file, std::size_t position) : file_(file), size_(size_of(file)) {
  if (position > size_ || lseek(file, static_cast<off_t>(position), SEEK_SET) < 0) {
    throw RunError("the result was not kept whole");
  }
  left_ = size_ - position;
}

void Source::bytes(void* data, std::size_t count) {
  require(count);
  auto* to = static_cast<char*>(data);
  const std::size_t known = std::min(count, end_ - begin_);
  std::memcpy(to, ahead_.data() + begin_, known);
  begin_ += known;
  left_ -= known;
  to += known;
  count -= known;
  if (count >= kAhead) {
    read_in(to, count);
    left_ -= count;
  } else if (count > 0) {
    end_ = std::min(kAhead, left_);
    read_in(ahead_.data(), end_);
    std::memcpy(to, ahead_.data(), count);
    begin_ = count;
    left_ -= count;
  }
}

std::size_t Source::size(std::size_t /*of_the_empty_value*/) {
  std::size_t count = 0;
  bytes(&count, sizeof(count));
  require(count);  // an element takes a byte at least
  return count;
}

void Source::require(std::size_t count) const {
  if (count > left_) {
    throw RunError("the result was not kept whole");
  }
}

void Source::read_in(char* to, std::size_t count) const {
  while (count > 0) {
    const ssize_t got = read(file_, to, count);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      throw RunError(fmt::format("cannot read the result: {}", got < 0 ? reason() : "it ends too early"));
    }
    to += got;
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace dimsim::study

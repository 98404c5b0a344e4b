#include "study/worker.hpp"

#include "base/error.hpp"
#include "study/archive.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace dimsim::study {

namespace {

// Exit status of a worker.
constexpr int kFailed = 71;    // its report says why; a status that no library ends a process with
constexpr int kNoReport = 70;  // it could not even report

constexpr std::size_t kTail = 2000;  // of a dead worker's messages [B]

/// A file in memory, which takes no place on the disk and goes with its last user.
FileDescriptor memory_file(const char* name) {
  FileDescriptor file(memfd_create(name, MFD_CLOEXEC));
  if (file.number() < 0) {
    throw RunError(fmt::format("cannot start a worker: {}", std::generic_category().message(errno)));
  }
  return file;
}

std::optional<Failure> do_job(const Job& job, std::atomic<std::uint64_t>& progress) {
  try {
    job.work(progress);
    return std::nullopt;
  } catch (const InputError& error) {
    return Failure{Failure::Kind::Input, error.diagnostics(), ""};
  } catch (const InvariantError& error) {
    return Failure{Failure::Kind::Invariant, {}, error.what()};
  } catch (const std::bad_alloc&) {
    return Failure{Failure::Kind::Run, {}, "not enough memory"};
  } catch (const std::exception& error) {
    return Failure{Failure::Kind::Run, {}, error.what()};
  }
}

/// "killed by signal 9 (Killed)".
std::string cause_of_death(int status) {
  if (!WIFSIGNALED(status)) {
    return fmt::format("ended with status {}", WEXITSTATUS(status));
  }
  const int signal = WTERMSIG(status);
  const char* hint = signal == SIGKILL ? "; was there enough memory?" : "";
  return fmt::format("was killed by signal {} ({}){}", signal, strsignal(signal), hint);
}

}  // namespace

Worker::Worker(const Job& job, std::atomic<std::uint64_t>& progress, const SignalWatch& signals)
    : name_(job.name), report_(memory_file("dimsim-report")), messages_(memory_file("dimsim-messages")) {
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ < 0) {
    throw RunError(fmt::format("cannot start a worker: {}", std::generic_category().message(errno)));
  }
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
      _exit(kNoReport);  // the parent died before we could ask to be told
    }
    be_the_child(job, progress, signals);
  }
}

Worker::~Worker() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
}

Worker::Worker(Worker&& other) noexcept
    : name_(std::move(other.name_)),
      begin_(other.begin_),
      report_(std::move(other.report_)),
      messages_(std::move(other.messages_)),
      process_(std::exchange(other.process_, -1)),
      failure_(std::move(other.failure_)) {}

Worker& Worker::operator=(Worker&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(begin_, other.begin_);
  std::swap(report_, other.report_);
  std::swap(messages_, other.messages_);
  std::swap(process_, other.process_);
  std::swap(failure_, other.failure_);
  return *this;
}

void Worker::be_the_child(const Job& job, std::atomic<std::uint64_t>& progress,
                          const SignalWatch& signals) const {
  // Ends by _exit: the parent's open files, buffers and temporary files are not ours to finish.
  signals.leave_in_child();
  dup2(messages_.number(), STDERR_FILENO);
  try {
    std::optional<Failure> failure = do_job(job, progress);
    if (!failure) {
      _exit(0);
    }
    write_failure(report_.number(), std::move(*failure));
    _exit(kFailed);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    _exit(kNoReport);
  }
}

bool Worker::has_ended() {
  int status = 0;
  const pid_t ended = process_ > 0 ? waitpid(process_, &status, WNOHANG) : 0;
  if (ended < 0 && errno != EINTR) {
    throw RunError(
        fmt::format("{}: cannot wait for its worker: {}", name_, std::generic_category().message(errno)));
  }
  if (ended > 0) {
    process_ = -1;
    failure_ = failure_of(status);
  }
  return process_ < 0;
}

void Worker::end(const std::string& reason) {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
  failure_ = Failure{Failure::Kind::Run, {}, fmt::format("{}: {}", name_, reason)};
}

double Worker::age_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

std::optional<Failure> Worker::failure_of(int status) const {
  if (status == 0) {
    return std::nullopt;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kFailed) {
    Failure failure = read_failure(report_.number());
    if (failure.kind != Failure::Kind::Input) {
      failure.message = fmt::format("{}: {}", name_, failure.message);
    }
    return failure;
  }
  const std::string words = last_words();
  return Failure{Failure::Kind::Run,
                 {},
                 fmt::format("{}: the worker {}{}", name_, cause_of_death(status),
                             words.empty() ? "" : "; its last words:\n" + words)};
}

std::string Worker::last_words() const {
  const off_t size = lseek(messages_.number(), 0, SEEK_END);
  std::array<char, kTail> tail{};
  const off_t begin = std::max<off_t>(0, size - static_cast<off_t>(kTail));
  const ssize_t length = pread(messages_.number(), tail.data(), tail.size(), begin);
  return {tail.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length))};
}

}  // namespace dimsim::study

#include "dimsim/study/worker.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/study/child_process.hpp"
#include "dimsim/study/serialisation.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <tuple>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

// Two levels of processes. This process has all traces in memory, and a fork of it copies its page table; if
// it forked every run itself, the runs would wait for each other. So it forks each worker once, and the
// workers fork their runs in parallel. Keys and exit statuses go through pipes; results do not pass through
// here, but from the run to the journal. A run that crashes takes nothing else with it.
namespace dimsim::study {

namespace {

// Exit status of a run.
constexpr int kExplainedFailure = 71;    // the failure file says why; no library exits with this status
constexpr int kUnexplainedFailure = 70;  // the failure file could not be written

constexpr std::size_t kTailBytes = 2000;  // of a dead worker's messages [B]

/// A file in memory, which takes no space on the disk and vanishes with its last user.
FileDescriptor memory_file(const char* name) {
  FileDescriptor file(memfd_create(name, MFD_CLOEXEC));
  if (file.number() < 0) {
    throw RunError(fmt::format("cannot start a worker: {}", errno_text()));
  }
  return file;
}

std::optional<Failure> do_run(const Work& work, const results::RunKey& key,
                              std::atomic<std::uint64_t>& progress) {
  try {
    work(key, progress);
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

std::pair<FileDescriptor, FileDescriptor> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw RunError(fmt::format("cannot start a worker: {}", errno_text()));
  }
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// Whether `count` bytes were read. No loop is needed for the rest: writes of at most PIPE_BUF bytes (POSIX:
/// at least 512) to a pipe are atomic, and ours are that small.
bool read_whole(int file, void* data, std::size_t count) {
  ssize_t got = 0;
  do {
    got = read(file, data, count);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(count);
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

Worker::Worker(const Work& work, std::atomic<std::uint64_t>& progress, const SignalWatch& signals)
    : work_(work),
      progress_(progress),
      signals_(signals),
      failure_file_(memory_file("dimsim-failure")),
      messages_(memory_file("dimsim-messages")) {
  // If a worker is killed, its run becomes a child of this process, which can then wait for its end.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::signal(SIGPIPE, SIG_IGN);  // start() may write to a worker that was killed, which must not end us too
  launch();
}

Worker::~Worker() { kill_all(); }

void Worker::launch() {
  std::tie(worker_orders_, orders_) = make_pipe();
  std::tie(answers_, worker_answers_) = make_pipe();
  fcntl(answers_.number(), F_SETFL, O_NONBLOCK);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ < 0) {
    throw RunError(fmt::format("cannot start a worker: {}", errno_text()));
  }
  if (process_ == 0) {
    setpgid(0, 0);
    die_with(parent, kUnexplainedFailure);
    serve_orders();
  }
  setpgid(process_, process_);  // in parent and child: whichever runs first, the group exists from here on
  worker_orders_ = FileDescriptor();
  worker_answers_ = FileDescriptor();
}

void Worker::kill_all() {
  if (process_ > 0) {
    kill(-process_, SIGKILL);
    while (waitpid(-process_, nullptr, 0) > 0 || errno == EINTR) {
    }
    process_ = -1;
  }
}

void Worker::serve_orders() const {
  // Ends by _exit(): destructors and buffers of the parent's files must not run a second time here.
  signals_.leave_in_child();
  const pid_t self = getpid();
  for (results::RunKey key; read_whole(worker_orders_.number(), &key, sizeof(key));) {
    for (const FileDescriptor* file : {&failure_file_, &messages_}) {
      if (ftruncate(file->number(), 0) != 0 || lseek(file->number(), 0, SEEK_SET) != 0) {
        _exit(kUnexplainedFailure);
      }
    }
    const pid_t run = fork();
    if (run == 0) {
      die_with(self, kUnexplainedFailure);
      run_and_exit(key);
    }
    int status = W_EXITCODE(kUnexplainedFailure, 0);
    while (run > 0 && waitpid(run, &status, 0) < 0 && errno == EINTR) {
    }
    if (write(worker_answers_.number(), &status, sizeof(status)) != sizeof(status)) {
      break;
    }
    kill(getppid(), SIGCHLD);  // wakes the parent as if the run were its own child
  }
  _exit(0);
}

void Worker::run_and_exit(const results::RunKey& key) const {
  dup2(messages_.number(), STDERR_FILENO);
  try {
    std::optional<Failure> failure = do_run(work_, key, progress_);
    if (!failure) {
      _exit(0);
    }
    write_failure(failure_file_.number(), *failure);
    _exit(kExplainedFailure);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    _exit(kUnexplainedFailure);
  }
}

void Worker::start(const results::RunKey& key, std::string name) {
  if (process_ < 0) {
    launch();
  }
  key_ = key;
  name_ = std::move(name);
  begin_ = std::chrono::steady_clock::now();
  failure_.reset();
  is_running_ = true;
  progress_ = 0;
  // The result is ignored: if the worker has just died, has_ended() finds out.
  static_cast<void>(write(orders_.number(), &key_, sizeof(key_)) == sizeof(key_));
}

bool Worker::has_ended() {
  int status = 0;
  if (read_whole(answers_.number(), &status, sizeof(status))) {
    failure_ = failure_of(status);
    is_running_ = false;
  } else if (waitpid(process_, &status, WNOHANG) == process_) {
    failure_ = failure_of(status == 0 ? W_EXITCODE(kUnexplainedFailure, 0) : status);
    kill_all();
    is_running_ = false;
  }
  return !is_running_;
}

void Worker::end(const std::string& reason) {
  kill_all();
  failure_ = Failure{Failure::Kind::Run, {}, fmt::format("{}: {}", name_, reason)};
  is_running_ = false;
}

double Worker::age_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

std::optional<Failure> Worker::failure_of(int status) const {
  if (status == 0) {
    return std::nullopt;
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kExplainedFailure) {
    Failure failure = read_failure(failure_file_.number());
    if (failure.kind != Failure::Kind::Input) {
      failure.message = fmt::format("{}: {}", name_, failure.message);
    }
    return failure;
  }
  const std::string messages = end_of_messages();
  return Failure{Failure::Kind::Run,
                 {},
                 fmt::format("{}: the worker {}{}", name_, cause_of_death(status),
                             messages.empty() ? "" : "; its last messages:\n" + messages)};
}

std::string Worker::end_of_messages() const {
  const off_t size = lseek(messages_.number(), 0, SEEK_END);
  std::array<char, kTailBytes> tail{};
  const off_t begin = std::max<off_t>(0, size - static_cast<off_t>(kTailBytes));
  const ssize_t length = pread(messages_.number(), tail.data(), tail.size(), begin);
  return {tail.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length))};
}

}  // namespace dimsim::study

#pragma once

#include "support/temporary_folder.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <unistd.h>

#include <sys/wait.h>

namespace dimsim {

[[nodiscard]] inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Outcome of a program.
struct Outcome {
  int status = -1;  ///< exit status; 128 + signal number if it was killed
  std::string output;
  std::string messages;
};

/// Runs shell commands in a folder of its own. $DIMSIM is the program, $SCENARIOS the folder of the shipped
/// scenarios.
class Shell {
 public:
  Shell() {
    setenv("DIMSIM", DIMSIM_BINARY_DIR "/dimsim", 1);
    setenv("SCENARIOS", DIMSIM_SOURCE_DIR "/scenarios", 1);
    std::filesystem::create_directory(work());
  }

  /// Where commands run: empty at first.
  [[nodiscard]] std::filesystem::path work() const { return folder_ / "work"; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return work() / name; }
  [[nodiscard]] bool is_empty() const { return std::filesystem::is_empty(work()); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(work() / name) << text; }

  [[nodiscard]] Outcome run(const std::string& command) const { return finish(start(command)); }

  /// Starts a command; pass the process to finish().
  [[nodiscard]] pid_t start(const std::string& command) const {
    const std::string line = "cd '" + work().string() + "' && exec >../out 2>../err && " + command;
    const pid_t process = fork();
    if (process == 0) {
      std::signal(SIGINT, SIG_DFL);  // a test started in the background would inherit that SIGINT is ignored
      execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
      _exit(127);
    }
    return process;
  }

  [[nodiscard]] Outcome finish(pid_t process) const {
    int status = 0;
    waitpid(process, &status, 0);
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), read_file(folder_ / "out"),
            read_file(folder_ / "err")};
  }

  /// Waits until something holds; false if it does not within ten minutes, which no busy machine needs.
  [[nodiscard]] static bool wait_until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(10);
    while (!holds()) {
      if (std::chrono::steady_clock::now() > end) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace dimsim

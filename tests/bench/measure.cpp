#include "bench/measure.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace dimsim::bench {

namespace {

std::string command_of(const Measured& measured) {
  return fmt::format("{} {}", measured.program, fmt::join(measured.arguments, " "));
}

/// In the child: becomes the program, its standard output going to `output`.
[[noreturn]] void become(const Measured& measured, int output) {
  const auto path = std::filesystem::canonical("/proc/self/exe").parent_path() / measured.program;
  std::string name = path.string();
  std::vector<std::string> arguments = measured.arguments;
  std::vector<char*> argv{name.data()};
  std::transform(arguments.begin(), arguments.end(), std::back_inserter(argv),
                 [](std::string& argument) { return argument.data(); });
  argv.push_back(nullptr);
  dup2(output, STDOUT_FILENO);
  execv(name.c_str(), argv.data());
  std::perror(name.c_str());
  _exit(127);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

double figure(const std::string& text, const std::string& name) {
  const auto at = text.find(name + "=");
  if (at == std::string::npos) {
    throw std::runtime_error(fmt::format("no figure '{}' in '{}'", name, text));
  }
  return std::stod(text.substr(at + name.size() + 1));
}

Outcome run_once(const Measured& measured) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) {
    throw std::runtime_error("no pipe");
  }
  const pid_t child = fork();
  if (child < 0) {
    throw std::runtime_error("no process");
  }
  if (child == 0) {
    become(measured, ends[1]);
  }
  close(ends[1]);
  const std::string text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error(command_of(measured) + ": failed");
  }
  constexpr double kKibibyte = 1024;  // the unit of ru_maxrss
  return {.requests = figure(text, "requests"),
          .mean_latency_s = figure(text, "mean_latency_s"),
          .in_flight = figure(text, "in_flight"),
          .cpu_s = figure(text, "cpu_s"),
          .peak_bytes = static_cast<double>(usage.ru_maxrss) * kKibibyte};
}

}  // namespace

Outcome Measured::median() const {
  const auto of = [this](double Outcome::*figure) {
    std::vector<double> values;
    for (const Outcome& outcome : outcomes) {
      values.push_back(outcome.*figure);
    }
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
  };
  return {.requests = of(&Outcome::requests),
          .mean_latency_s = of(&Outcome::mean_latency_s),
          .in_flight = of(&Outcome::in_flight),
          .cpu_s = of(&Outcome::cpu_s),
          .peak_bytes = of(&Outcome::peak_bytes)};
}

void run_interleaved(std::vector<Measured>& programs, int repetitions) {
  for (int i = 0; i < repetitions; ++i) {
    for (Measured& measured : programs) {
      if (isatty(STDERR_FILENO) != 0) {
        fmt::print(stderr, "\r\033[K{} of {}: {}", i + 1, repetitions, command_of(measured));
      }
      measured.outcomes.push_back(run_once(measured));
    }
  }
  if (isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "\r\033[K");
  }
}

}  // namespace dimsim::bench

#include "dimsim/base/version.hpp"

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/platform/kernel.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

void version_command(const std::vector<std::string>& arguments) {
  if (read_arguments({.command = "version"}, {}, arguments)) {
    print(fmt::format("dimsim {}\ncommit {}\ncompiler {}\nkernel {}\n", kVersion, kCommit, kCompiler,
                      platform::Kernel::description()));
  }
}

}  // namespace dimsim::cli

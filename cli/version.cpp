#include "dimsim/base/version.hpp"

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/platform/kernel.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

// The commit distinguishes builds of a development version, and the kernel matters because another version of
// SimGrid may give other numbers.
void version_command(const std::vector<std::string>& arguments) {
  if (read_arguments({.command = "version"}, {}, arguments)) {
    print(fmt::format("dimsim {}\ncommit {}\ncompiler {}\nkernel {}\n", kVersion, kCommit, kCompiler,
                      platform::Kernel::description()));
  }
}

}  // namespace dimsim::cli

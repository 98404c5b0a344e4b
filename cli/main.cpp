#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"

int main(int count, char** arguments) {
  // Before anything opens a file, which could otherwise get the number of a closed standard file.
  dimsim::cli::secure_standard_files();
  return static_cast<int>(dimsim::cli::dispatch({arguments + 1, arguments + count}));
}

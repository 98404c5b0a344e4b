#include "commands/command.hpp"
#include "commands/terminal.hpp"

int main(int count, char** arguments) {
  dimsim::commands::secure_standard_files();
  return static_cast<int>(dimsim::commands::dispatch({arguments + 1, arguments + count}));
}

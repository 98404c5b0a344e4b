#include "commands/result_files.hpp"

#include "base/error.hpp"

namespace dimsim::commands {

std::vector<analysis::ResultReader> open_results(const std::vector<std::string>& names) {
  Diagnostics diagnostics;
  std::vector<analysis::ResultReader> results;
  for (const std::string& name : names) {
    try {
      results.push_back(analysis::ResultReader::open(name));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return results;
}

}  // namespace dimsim::commands

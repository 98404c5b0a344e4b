#include "dimsim/analysis/result_files.hpp"

#include "dimsim/base/error.hpp"

namespace dimsim::analysis {

std::vector<ResultReader> open_results(const std::vector<std::string>& names) {
  Diagnostics diagnostics;
  std::vector<ResultReader> results;
  for (const std::string& name : names) {
    // An unreadable file must not hide the errors of the others.
    try {
      results.push_back(ResultReader::open(name));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return results;
}

}  // namespace dimsim::analysis

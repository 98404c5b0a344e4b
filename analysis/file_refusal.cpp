#include "dimsim/analysis/file_refusal.hpp"

#include "dimsim/base/error.hpp"

namespace dimsim::analysis {

void refuse_file(const hdf5::File& file, const std::string& message, const std::string& hint) {
  throw InputError(file_place(file.name().string()), message, hint);
}

}  // namespace dimsim::analysis

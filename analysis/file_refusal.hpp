#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"

#include <string>

namespace dimsim::analysis {

/// Throws InputError about a result file. The default hint is for content that dimsim itself never writes.
[[noreturn]] void refuse_file(const hdf5::File& file, const std::string& message,
                              const std::string& hint = "another program may have written or changed it");

}  // namespace dimsim::analysis

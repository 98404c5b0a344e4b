#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"

#include <span>
#include <string>

namespace dimsim::analysis {

/// Throws InputError with all columns that a table of a result file lacks.
void check_columns(const hdf5::File& file, const std::string& table, std::span<const hdf5::Column> columns);

}  // namespace dimsim::analysis

#include "dimsim/results/row_table.hpp"

#include <algorithm>

namespace dimsim::results {

void RowTable::text(std::string name, std::string description, std::vector<std::string> values) {
  std::size_t bytes = 1;  // HDF5 has no texts of 0 bytes
  for (const std::string& value : values) {
    bytes = std::max(bytes, value.size());
  }
  hdf5::Column column{std::move(name), {}, row_bytes_, "", std::move(description)};
  column.text_bytes = bytes;
  add_column(std::move(column), bytes, [values = std::move(values)](std::size_t row, std::byte* cell) {
    std::memcpy(cell, values[row].data(), values[row].size());
  });
}

void RowTable::add_column(hdf5::Column column, std::size_t bytes, Fill fill) {
  columns_.push_back(std::move(column));
  fills_.push_back(std::move(fill));
  row_bytes_ += bytes;
}

void RowTable::write(hdf5::File& file, const std::string& dataset, std::size_t rows,
                     const std::function<void()>& between) const {
  // Cells are filled row by row into one chunk at a time: the whole table beside the records would double the
  // memory of a run with many requests.
  file.write_rows(dataset, rows, row_bytes_, columns_,
                  [&](std::size_t first, std::size_t count, std::byte* cells) {
                    between();
                    for (std::size_t row = first; row < first + count; ++row, cells += row_bytes_) {
                      for (std::size_t column = 0; column < columns_.size(); ++column) {
                        fills_[column](row, cells + columns_[column].offset);
                      }
                    }
                  });
  for (const auto& [column, group] : groups_) {
    file.set_text(dataset, "group." + column, std::string(group));
  }
}

}  // namespace dimsim::results

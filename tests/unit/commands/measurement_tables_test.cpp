// The tables of platforms/measurements, and what its README says of fits to them.
#include "base/units.hpp"
#include "commands/profile_options.hpp"
#include "profile/fit.hpp"
#include "profile/measurements.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

const std::filesystem::path kTables = DIMSIM_SOURCE_DIR "/platforms/measurements";

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<profile::Measurement> rows_of(const std::string& table) {
  const SourceText source{table, content(kTables / table)};
  return profile::read_measurements(std::make_shared<const SourceText>(source), commands::catalogue_models());
}

std::vector<std::string> tables() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(kTables)) {
    if (file.path().extension() == ".csv") {
      names.push_back(file.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(MeasurementTables, CanBeReadAndNameASourceForEachRow) {
  EXPECT_GE(tables().size(), 8U);
  for (const std::string& table : tables()) {
    for (const profile::Measurement& row : rows_of(table)) {
      EXPECT_NE(row.source, "") << row.place.text();
      EXPECT_LT(row.seconds, 10) << row.place.text() << ": milliseconds taken for seconds?";
    }
  }
}

std::string errors(const profile::ErrorSummary& error) {
  return error.rows == 0 ? "-" : fmt::format("{:.1f} / {:.1f}", 100 * error.median, 100 * error.worst);
}

/// "none": the overheads are both 0; "overhead": that of a layer is; "both": nothing is fixed.
profile::Fixed fixed_for(const std::string& fitted) {
  const std::optional<double> zero = 0;
  return {.overhead_s = fitted == "none" ? zero : std::nullopt,
          .layer_overhead_s = fitted == "both" ? std::nullopt : zero,
          .flops_per_s = std::nullopt,
          .memory_bytes_per_s = std::nullopt};
}

/// A line of the README's table.
std::string line_for(const std::string& table, const std::string& device, const std::string& precision,
                     const std::string& fitted) {
  std::vector<profile::Measurement> rows = rows_of(table + ".csv");
  std::erase_if(rows, [&](const profile::Measurement& row) {
    return row.device != device || profile::name_of(row.precision) != precision;
  });
  const profile::Fit fit = profile::fit(rows, fixed_for(fitted));
  const profile::Parameters& found = fit.parameters;
  const double bandwidth = found.memory_bytes_per_s;
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |", table, device,
                     precision, fitted, human(found.overhead_s, Dimension::Time),
                     human(found.layer_overhead_s, Dimension::Time),
                     human(found.flops_per_s, Dimension::Compute),
                     std::isfinite(bandwidth) ? fmt::format("{:.3g} GB/s", bandwidth / 1e9) : "-",
                     profile::fit_error(fit).rows, errors(profile::fit_error(fit)),
                     errors(profile::left_out_error(fit)), errors(profile::check_error(fit)));
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '|');) {
    const std::size_t begin = cell.find_first_not_of(' ');
    cells.push_back(begin == std::string::npos ? ""
                                               : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
  }
  return cells;
}

TEST(MeasurementTables, AreFittedAsTheirReadmeSays) {
  std::istringstream readme(content(kTables / "README.md"));
  std::set<std::pair<std::string, std::string>> described;
  for (std::string line; std::getline(readme, line);) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() == 13 && cells[1] != "table" && cells[1].front() != '-') {
      EXPECT_EQ(line, line_for(cells[1], cells[2], cells[3], cells[4]));
      described.emplace(cells[2], cells[3]);
    }
  }
  for (const std::string& table : tables()) {
    for (const profile::Measurement& row : rows_of(table)) {
      EXPECT_TRUE(described.contains({row.device, std::string(profile::name_of(row.precision))}))
          << row.place.text() << ": the README does not say how " << row.device << " is fitted";
    }
  }
}

}  // namespace
}  // namespace dimsim

// Checks the tables in platforms/measurements and the fits that their README states.
#include "dimsim/cli/profile_options.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/profile/fit.hpp"
#include "dimsim/profile/measurements.hpp"
#include "dimsim/statistics/statistics.hpp"
#include "support/catalogue_entry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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
  return profile::read_measurements(std::make_shared<const SourceText>(source), cli::catalogue_models());
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

TEST(MeasurementTables, AreValidAndNameASourceForEachRow) {
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

/// Which overheads are fitted. "none": both are fixed at 0; "overhead": only that of a layer is; "both":
/// neither is.
profile::Fixed fixed_for(const std::string& fitted) {
  const std::optional<double> zero = 0;
  return {.overhead_s = fitted == "none" ? zero : std::nullopt,
          .layer_overhead_s = fitted == "both" ? std::nullopt : zero,
          .flops_per_s = std::nullopt,
          .memory_bytes_per_s = std::nullopt};
}

/// A line of the table in the README.
std::string line_for(const std::string& table, const std::string& device, const std::string& precision,
                     const std::string& fitted) {
  std::vector<profile::Measurement> rows = rows_of(table + ".csv");
  std::erase_if(rows, [&](const profile::Measurement& row) {
    return row.device != device || model::name_of(row.precision) != precision;
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

/// The entry of a device has the values of its line and names the command of the fit.
void expect_entry(const std::vector<std::string>& cells) {
  if (cells[2] == "jetson-agx-orin") {
    return;  // its single row is divided into overhead and arithmetic as its source explains
  }
  const model::Device device = catalogue_device(cells[2], cells[3]);
  EXPECT_EQ(human(device.overhead_s, Dimension::Time), cells[5]) << cells[2];
  EXPECT_EQ(human(device.layer_overhead_s, Dimension::Time), cells[6]) << cells[2];
  EXPECT_EQ(human(device.flops_per_s, Dimension::Compute), cells[7]) << cells[2];
  EXPECT_EQ(std::isfinite(device.memory_bytes_per_s)
                ? fmt::format("{:.3g} GB/s", device.memory_bytes_per_s / 1e9)
                : "-",
            cells[8])
      << cells[2];
  const std::string command =
      fmt::format("--fit platforms/measurements/{}.csv --device {} --only {}", cells[1], cells[2], cells[3]);
  std::string entry = content(kTables / "../devices" / (cells[2] + ".yaml"));
  std::replace(entry.begin(), entry.end(), '\n', ' ');
  std::string in_one_line;
  std::unique_copy(entry.begin(), entry.end(), std::back_inserter(in_one_line),
                   [](char a, char b) { return a == ' ' && b == ' '; });
  EXPECT_NE(in_one_line.find(command), std::string::npos)
      << cells[2] << ": its entry does not name " << command;
}

TEST(MeasurementTables, HaveTheFitsOfTheirReadme) {
  std::istringstream readme(content(kTables / "README.md"));
  std::set<std::pair<std::string, std::string>> described;
  for (std::string line; std::getline(readme, line);) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() == 13 && cells[1] != "table" && cells[1].front() != '-') {
      EXPECT_EQ(line, line_for(cells[1], cells[2], cells[3], cells[4]));
      expect_entry(cells);
      described.emplace(cells[2], cells[3]);
    }
  }
  for (const std::string& table : tables()) {
    for (const profile::Measurement& row : rows_of(table)) {
      EXPECT_TRUE(described.contains({row.device, std::string(model::name_of(row.precision))}))
          << row.place.text() << ": the README does not say how " << row.device << " is fitted";
    }
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return statistics::quantile(values, 0.5);
}

/// Deviations of the catalogue's devices from all measured rows, as in platforms/measurements/predictions.md.
struct Predictions {
  std::string lines;
  std::vector<double> fitted;  ///< absolute deviations of fitted rows, for devices with several rows
  std::vector<double> single;  ///< absolute deviations for devices with a single row
  std::vector<double> checks;
};

void predict(const std::vector<profile::Measurement>& rows, const std::string& table,
             Predictions& predictions) {
  for (const profile::Measurement& row : rows) {
    const model::Variant& variant = *row.variant;
    const model::Piece whole = {.first_layer = 1, .last_layer = variant.layers, .exits = 1, .classes = 2};
    const std::string precision(model::name_of(row.precision));
    model::Device device = catalogue_device(row.device, precision);
    device.measured.clear();  // the fit is compared with the rows, not the rows with themselves
    const double seconds = model::service_time_s(device, variant, whole, row.tokens, row.batch);
    const double deviation = seconds / row.seconds - 1;
    const auto alike = std::count_if(rows.begin(), rows.end(), [&](const profile::Measurement& other) {
      return other.device == row.device && other.precision == row.precision && !other.is_check;
    });
    const bool is_single = !row.is_check && alike == 1;
    (row.is_check ? predictions.checks
     : is_single  ? predictions.single
                  : predictions.fitted)
        .push_back(std::abs(deviation));
    predictions.lines += fmt::format("| {} | {} | {} | {} | {} | {} | {:.4g} | {:.4g} | {:+.1f} % | {} |\n",
                                     table, row.device, variant.name, row.tokens, row.batch, precision,
                                     1e3 * row.seconds, 1e3 * seconds, 100 * deviation,
                                     row.is_check ? "check"
                                     : is_single  ? "single"
                                                  : "fitted");
  }
}

/// Absolute deviations of all fitted rows from a fit to the other rows of their device.
std::vector<double> left_out_deviations() {
  std::vector<double> all;
  std::istringstream readme(content(kTables / "README.md"));
  for (std::string line; std::getline(readme, line);) {
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() != 13 || cells[1] == "table" || cells[1].front() == '-') {
      continue;
    }
    std::vector<profile::Measurement> rows = rows_of(cells[1] + ".csv");
    std::erase_if(rows, [&](const profile::Measurement& row) {
      return row.device != cells[2] || model::name_of(row.precision) != cells[3];
    });
    for (const profile::Prediction& row : profile::fit(rows, fixed_for(cells[4])).rows) {
      if (const auto deviation = row.left_out_deviation()) {
        all.push_back(std::abs(*deviation));
      }
    }
  }
  return all;
}

std::string error_line(const char* what, const std::vector<double>& deviations) {
  return fmt::format("| {} | {} | {:.1f} % | {:.1f} % |\n", what, deviations.size(), 100 * median(deviations),
                     100 * *std::max_element(deviations.begin(), deviations.end()));
}

/// Compares the times of whole models on the catalogue's devices with every measured row.
TEST(MeasurementTables, HaveThePredictionErrorsOfTheirReadme) {
  Predictions predictions;
  for (const std::string& table : tables()) {
    predict(rows_of(table), table.substr(0, table.find('.')), predictions);
  }
  EXPECT_LE(median(predictions.fitted), 0.15);
  const std::string text =
      "# Predicted against measured\n\n"
      "Whole models with one exit head, by the speeds fitted for the catalogue's devices, against every row\n"
      "of these tables; times in ms. A test computes this page (`DIMSIM_UPDATE=1 ctest --preset ci -R\n"
      "MeasurementTables` writes it anew).\n\n"
      "| rows | number | median absolute deviation | worst |\n|---|---|---|---|\n" +
      error_line("fitted", predictions.fitted) +
      error_line("each fitted row, from a fit to the others of its device", left_out_deviations()) +
      error_line("check: not fitted", predictions.checks) +
      error_line("single: the only row of a device, which a rate alone meets", predictions.single) +
      "\n| table | device | model | tokens | batch | precision | measured | predicted | deviation | use |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n" +
      predictions.lines;
  if (std::getenv("DIMSIM_UPDATE") != nullptr) {
    std::ofstream(kTables / "predictions.md") << text;
  }
  EXPECT_EQ(content(kTables / "predictions.md"), text);
}

}  // namespace
}  // namespace dimsim

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/trace_text.hpp"
#include "dimsim/trace/import/import.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Columns, splits and lengths are named here as the user's files name them; the formats themselves are in
// sim/trace/import. A trace is written only if all inputs are correct, and then described as `trace show`
// does, since the accuracies reveal a mistaken column at once.

namespace dimsim::cli {

namespace {

constexpr const char* kImportInputs = "INPUT…";

// Generated from the columns that the import accepts, so that the help page cannot omit one.
std::string column_list() {
  std::string text;
  for (const trace::Column& column : trace::import_columns()) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", column.name);
    if (column.names.size() > 1) {
      text += fmt::format(" (or {})", fmt::join(column.names.begin() + 1, column.names.end(), ", "));
    }
  }
  return text;
}

Manual import_manual() { return {.command = "trace import", .inserts = {{"columns", column_list()}}}; }

po::options_description import_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option());
  add("split", text_option()->default_value("test", ""));
  add("column", po::value<std::vector<std::string>>()->composing());
  add("tokens", po::value<std::int32_t>());
  add("text-bytes", po::value<std::int32_t>());
  add("classes", po::value<int>());
  add("first-exit", po::value<int>()->default_value(1, ""));
  add("clip-confidence", "");
  add("task", text_option());
  add("model", text_option());
  add("description", text_option());
  return options;
}

/// The value of an option within limits, or nothing if it is not given.
std::optional<int> bounded_integer(const po::variables_map& arguments, const std::string& option, int lowest,
                                   int highest) {
  if (!arguments.contains(option)) {
    return std::nullopt;
  }
  const int value = arguments[option].as<int>();
  if (value < lowest || value > highest) {
    throw InputError(fmt::format("--{} {}: expected {} to {}", option, value, lowest, highest));
  }
  return value;
}

std::map<std::string, std::string> columns_of(const po::variables_map& arguments) {
  std::map<std::string, std::string> columns;
  if (!arguments.contains("column")) {
    return columns;
  }
  std::vector<std::string> known;
  for (const trace::Column& column : trace::import_columns()) {
    known.push_back(column.name);
  }
  for (const std::string& text : arguments["column"].as<std::vector<std::string>>()) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      throw InputError(fmt::format("--column {}: expected NAME=THEIRS", quote(text)),
                       fmt::format("NAME is one of {}", fmt::join(known, ", ")));
    }
    std::string name = text.substr(0, equals);
    // Any of a column's alternative names is accepted, but the import knows columns by their first name.
    for (const trace::Column& column : trace::import_columns()) {
      if (std::find(column.names.begin(), column.names.end(), name) != column.names.end()) {
        name = column.name;
      }
    }
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError({unknown_name({}, "--column " + quote(text), "column", name, known)});
    }
    columns[name] = text.substr(equals + 1);
  }
  return columns;
}

// The name becomes a group of the HDF5 file, where a "/" would create a nested group.
void check_split_name(const std::string& name, const std::string& where) {
  if (!trace::is_split_name(name)) {
    throw InputError(
        fmt::format("{}: invalid split name {}; expected letters, digits, '_' and '-'", where, quote(name)));
  }
}

/// Parses "SPLIT=FILE" or "FILE". A file with "=" in its own name is recognised because it exists.
trace::ImportInput input_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  std::error_code error;
  if (equals == std::string::npos || std::filesystem::exists(text, error)) {
    return {.file = text, .split = {}};
  }
  check_split_name(text.substr(0, equals), text);
  return {.file = text.substr(equals + 1), .split = text.substr(0, equals)};
}

trace::ImportOptions import_request(const po::variables_map& arguments) {
  constexpr int kMost = std::numeric_limits<std::int32_t>::max();
  constexpr int kMostFirstExit = 1000;  // more layers than any model has
  const std::string split = option_text(arguments, "split");
  check_split_name(split, "--split");
  return {.split = split,
          .columns = columns_of(arguments),
          .tokens = bounded_integer(arguments, "tokens", 1, kMost),
          .text_bytes = bounded_integer(arguments, "text-bytes", 1, kMost),
          .classes = bounded_integer(arguments, "classes", 2, trace::kMaxClasses),
          .first_exit = bounded_integer(arguments, "first-exit", 0, kMostFirstExit).value_or(1),
          .clip_confidence = arguments.contains("clip-confidence")};
}

/// Throws InputError if the output is one of the inputs, also under another path or a link.
void check_output(const std::string& output, const std::vector<trace::ImportInput>& inputs) {
  for (const trace::ImportInput& input : inputs) {
    std::error_code error;
    if (std::filesystem::equivalent(input.file, output, error)) {
      throw InputError(fmt::format("-o {} is one of the inputs", quote(output)), "choose another file");
    }
  }
}

}  // namespace

void trace_import_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(import_manual(), import_options(), arguments);
  if (!read) {
    return;
  }
  // Not declared as required in Boost, because its message would not suggest `-o FILE`.
  const std::string output = option_text(*read, "output");
  if (output.empty()) {
    throw InputError("dimsim trace import: option --output is missing", "add -o FILE");
  }
  std::vector<trace::ImportInput> inputs;
  for (const std::string& text : (*read)[kImportInputs].as<std::vector<std::string>>()) {
    inputs.push_back(input_of(text));
  }
  check_output(output, inputs);
  trace::Imported imported = trace::import_files(inputs, import_request(*read));
  // The notes travel with the trace, so its origin remains known after the input files are gone.
  imported.notes.emplace_back("generator", fmt::format("dimsim trace import, version {}", kVersion));
  trace::write(output,
               {.task = option_text(*read, "task"),
                .model = option_text(*read, "model"),
                .text = option_text(*read, "description"),
                .training = {},
                .synthetic = false,
                .notes = std::move(imported.notes)},
               imported.splits);
  print(trace_text(trace::describe(output)));
  remark(fmt::format("Trace: {}\n", output));
}

}  // namespace dimsim::cli

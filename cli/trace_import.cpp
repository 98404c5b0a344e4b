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

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::cli {

namespace {

constexpr const char* kInput = "INPUT…";

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

Manual manual() { return {.command = "trace import", .inserts = {{"columns", column_list()}}}; }

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

std::string text_of(const po::variables_map& arguments, const std::string& option) {
  return arguments.contains(option) ? arguments[option].as<std::string>() : "";
}

/// A number that an option holds, if it is given.
std::optional<int> number_of(const po::variables_map& arguments, const std::string& option, int lowest,
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

void check_split_name(const std::string& name, const std::string& where) {
  if (!trace::is_split_name(name)) {
    throw InputError(
        fmt::format("{}: a split's name has letters, digits, '_' and '-', not {}", where, quote(name)));
  }
}

/// "SPLIT=FILE", unless a file has that whole name.
trace::ImportInput input_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  std::error_code error;
  if (equals == std::string::npos || std::filesystem::exists(text, error)) {
    return {.file = text, .split = {}};
  }
  check_split_name(text.substr(0, equals), text);
  return {.file = text.substr(equals + 1), .split = text.substr(0, equals)};
}

trace::ImportOptions options_of(const po::variables_map& arguments) {
  constexpr int kMost = std::numeric_limits<std::int32_t>::max();
  constexpr int kMostFirstExit = 1000;
  const std::string split = text_of(arguments, "split");
  check_split_name(split, "--split");
  return {.split = split,
          .columns = columns_of(arguments),
          .tokens = number_of(arguments, "tokens", 1, kMost),
          .text_bytes = number_of(arguments, "text-bytes", 1, kMost),
          .classes = number_of(arguments, "classes", 2, trace::kMaxClasses),
          .first_exit = number_of(arguments, "first-exit", 0, kMostFirstExit).value_or(1),
          .clip_confidence = arguments.contains("clip-confidence")};
}

/// Refuses an output that is one of the inputs.
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
  const auto read = read_arguments(manual(), import_options(), arguments);
  if (!read) {
    return;
  }
  const std::string output = text_of(*read, "output");
  if (output.empty()) {
    throw InputError("dimsim trace import: the output is missing", "add -o FILE");
  }
  std::vector<trace::ImportInput> inputs;
  for (const std::string& text : (*read)[kInput].as<std::vector<std::string>>()) {
    inputs.push_back(input_of(text));
  }
  check_output(output, inputs);
  trace::Imported imported = trace::import_files(inputs, options_of(*read));
  imported.notes.emplace_back("generator", fmt::format("dimsim trace import, version {}", kVersion));
  trace::write(output,
               {.task = text_of(*read, "task"),
                .model = text_of(*read, "model"),
                .text = text_of(*read, "description"),
                .training = {},
                .synthetic = false,
                .notes = std::move(imported.notes)},
               imported.splits);
  print(trace_text(trace::describe(output)));
  remark(fmt::format("Trace: {}\n", output));
}

}  // namespace dimsim::cli

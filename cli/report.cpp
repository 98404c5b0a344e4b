#include "dimsim/analysis/report_data.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace dimsim::cli {
namespace {

constexpr const char* kPageFile = "page.html";
constexpr std::string_view kDataPlace =
    "@DIMSIM_DATA_2@";  // the version of the data, so that no older page gets it
const TextKind kReportHtml{.name = "dimsim report", .mark = "<!-- dimsim report -->", .option = "-o"};

po::options_description report_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option()->default_value("report.html", ""));
  return options;
}

/// Where the page is: found as the catalogue is.
std::filesystem::path assets_folder() {
  // Read before any thread starts.
  if (const char* chosen = std::getenv("DIMSIM_REPORT_ASSETS");  // NOLINT(concurrency-mt-unsafe)
      chosen != nullptr && *chosen != '\0') {
    return chosen;
  }
  std::error_code error;
  const std::filesystem::path source = std::filesystem::path(kSourceDirectory) / "report";
  if (std::filesystem::is_directory(source, error)) {
    return source / "dist";
  }
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path().parent_path() / "share" /
         "dimsim" / "report";
}

/// The page without data. Throws RunError where it has not been made.
std::string empty_page() {
  const std::filesystem::path file = assets_folder() / kPageFile;
  std::ifstream stream(file, std::ios::binary);
  std::string page{std::istreambuf_iterator<char>(stream), {}};
  if (page.find(kDataPlace) == std::string::npos) {
    throw RunError(fmt::format(
        "the page of reports, '{}', {}\n  `make report-assets` makes it once, with npm; DIMSIM_REPORT_ASSETS "
        "names another folder that has it",
        file.string(), page.empty() ? "is not there" : "is not one of this dimsim"));
  }
  return page;
}

/// JSON that may stand in a script element: nothing in it ends the element or a line of JavaScript.
std::string escaped_for_script(const std::string& json) {
  constexpr std::string_view kLineSeparators = "\xE2\x80";  // U+2028 and U+2029 begin with it
  std::string text;
  text.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i);
    if (rest.front() == '<') {
      text += "\\u003c";
    } else if (rest.size() > 2 && rest.starts_with(kLineSeparators) &&
               (rest[2] == '\xA8' || rest[2] == '\xA9')) {
      text += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      text += rest.front();
    }
  }
  return text;
}

}  // namespace

void report_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "report"}, report_options(), arguments);
  if (!read) {
    return;
  }
  const std::string& name = (*read)["output"].as<std::string>();
  if (name.empty()) {
    throw InputError("dimsim report: -o '': expected the name of a file, or -");
  }
  const analysis::ResultReader result = analysis::ResultReader::open((*read)["RESULT"].as<std::string>());
  const bool is_to_stdout = name == kStdout;
  if (!is_to_stdout) {
    check_replaceable(name, kReportHtml);
  }
  std::string page = empty_page();
  std::optional<TextFile> file;
  if (!is_to_stdout) {
    file.emplace(name, kReportHtml);
  }
  page.replace(page.find(kDataPlace), kDataPlace.size(), escaped_for_script(analysis::report_data(result)));
  if (is_to_stdout) {
    print(page);
    return;
  }
  file->write(page);
  remark(fmt::format("Report: {}\n", name));
}

}  // namespace dimsim::cli

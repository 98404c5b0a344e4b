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

// A report is one file that works offline: the page, built once by npm with its scripts and styles inlined,
// in which this command replaces a placeholder by the data. No template engine or web server is needed to
// make or read it.

namespace dimsim::cli {
namespace {

constexpr const char* kPageFile = "page.html";
// Includes the version of the data, so that data never goes into a page built for another version.
constexpr std::string_view kDataPlace = "@DIMSIM_DATA_2@";
const TextKind kReportHtml{.name = "dimsim report", .mark = "<!-- dimsim report -->", .option = "-o"};

po::options_description report_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option()->default_value("report.html", ""));
  return options;
}

/// The folder of the page: the environment variable, else the source tree, else the installation.
std::filesystem::path assets_folder() {
  // getenv() races with setenv() in other threads; this program has none at this point.
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

/// The page without data. Throws RunError if it was not built, or was built for another version of dimsim.
std::string empty_page() {
  const std::filesystem::path file = assets_folder() / kPageFile;
  std::ifstream stream(file, std::ios::binary);
  std::string page{std::istreambuf_iterator<char>(stream), {}};
  if (page.find(kDataPlace) == std::string::npos) {
    throw RunError(
        fmt::format("the report page '{}' {}\n  build it once with `make report-assets` (needs npm), or set "
                    "DIMSIM_REPORT_ASSETS to a folder that contains it",
                    file.string(), page.empty() ? "is missing" : "belongs to another version of dimsim"));
  }
  return page;
}

/// JSON that is safe inside a <script> element. "<" is escaped, because "</script>" or "<!--" in a text would
/// end the element; U+2028 and U+2029 because older JavaScript treats them as line ends within strings.
std::string escaped_for_script(const std::string& json) {
  constexpr std::string_view kLineSeparators = "\xE2\x80";  // the first bytes of both in UTF-8
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
  // The page is loaded before the output is created, and the data is computed last: the cheapest failure
  // comes first.
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

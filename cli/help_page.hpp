#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::cli {

/// A page as it stands in cli/help/NAME.txt.
struct HelpPage {
  std::string_view name;
  std::string_view text;
};

/// All pages; CMake makes this function of the files.
[[nodiscard]] std::span<const HelpPage> help_pages();

/// The page of a command, cli/help/NAME.txt, "trace-show" for "trace show". Throws
/// InvariantError for a command without one.
[[nodiscard]] std::string_view help_page(std::string_view command);

/// Arguments that the first line of a page asks for: {"SCENARIO"} of "Usage: dimsim run SCENARIO [options]".
[[nodiscard]] std::vector<std::string> positional_arguments(std::string_view page, std::string_view command);

/// A page for the terminal: a paragraph with {name} gets the insert of that name and is wrapped anew, all
/// others stay as they were written. An insert whose lines begin with blanks is a list and keeps its lines.
[[nodiscard]] std::string rendered_page(std::string_view page,
                                        const std::map<std::string, std::string>& inserts);

}  // namespace dimsim::cli

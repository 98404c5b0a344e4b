#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::cli {

/// A help page: the content of cli/help/NAME.txt.
struct HelpPage {
  std::string_view name;
  std::string_view text;
};

/// All pages. CMake generates this function from the files (cmake/HelpPages.cmake).
[[nodiscard]] std::span<const HelpPage> help_pages();

/// The page of a command; that of "trace show" is cli/help/trace-show.txt. Throws InvariantError if there is
/// none.
[[nodiscard]] std::string_view help_page(std::string_view command);

/// The positional arguments in the first line of a page: {"SCENARIO"} for "Usage: dimsim run SCENARIO
/// [options]".
[[nodiscard]] std::vector<std::string> positional_arguments(std::string_view page, std::string_view command);

/// The page as --help prints it. In a paragraph that contains {name}, the insert of that name replaces it and
/// the paragraph is wrapped to 80 columns; all others are unchanged. Inserts with indented lines are lists
/// and keep their line breaks.
[[nodiscard]] std::string rendered_page(std::string_view page,
                                        const std::map<std::string, std::string>& inserts);

}  // namespace dimsim::cli

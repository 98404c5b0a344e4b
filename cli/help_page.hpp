#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::cli {

/// The page of a command, cli/help/NAME.txt, as it stands in its file. CMake embeds the pages. Throws
/// InvariantError for a command without one.
[[nodiscard]] std::string_view help_page(std::string_view command);

/// Arguments that the page's first line asks for: {"SCENARIO"} of "Usage: dimsim run SCENARIO [options]".
[[nodiscard]] std::vector<std::string> positional_arguments(std::string_view command);

/// The page for the terminal: a paragraph with {name} gets the insert of that name and is wrapped anew, all
/// others stay as they were written. An insert whose lines begin with blanks is a list and keeps its lines.
[[nodiscard]] std::string rendered_page(std::string_view command,
                                        const std::map<std::string, std::string>& inserts);

}  // namespace dimsim::cli

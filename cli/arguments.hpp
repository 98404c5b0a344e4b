#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

namespace dimsim::cli {

namespace po = boost::program_options;

/// The argument of commands that read one or several result files.
inline constexpr const char* kResultFiles = "RESULT…";

/// A command and its page cli/help/COMMAND.txt ("trace-show.txt" for "trace show"), which --help prints. The
/// first line of the page, "Usage: dimsim show NAME [options]", names the required arguments; the last one
/// may accept several values: "FILE…".
struct Manual {
  std::string command;                              ///< "run"
  std::map<std::string, std::string> inserts = {};  ///< text that replaces {name} in the page, by name
  std::string_view page = {};                       ///< used instead of the page in the file
};

/// Parses a command's arguments. If they contain --help, prints the page and returns nothing. Throws
/// InputError with a suggestion for an unknown option, or a missing or surplus argument. The map holds
/// positional arguments under their names: a string, or a vector of strings if the argument accepts several
/// values.
[[nodiscard]] std::optional<po::variables_map> read_arguments(const Manual& manual,
                                                              const po::options_description& options,
                                                              const std::vector<std::string>& arguments);

/// A string-valued option.
[[nodiscard]] po::typed_value<std::string>* text_option();

/// The value of a string option, or "" if it is not given.
[[nodiscard]] std::string option_text(const po::variables_map& arguments, const std::string& option);

/// The comma-separated names of an option; empty if it is not given.
[[nodiscard]] std::vector<std::string> option_names(const po::variables_map& arguments,
                                                    const std::string& option);

/// The parts of "a, b,c", without blanks around them. An empty text has one empty part.
[[nodiscard]] std::vector<std::string> split_at_commas(const std::string& text);

}  // namespace dimsim::cli

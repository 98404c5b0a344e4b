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

/// A command and its page cli/help/COMMAND.txt ("trace-show.txt" for "trace show"), which is what --help
/// prints. Its first line, "Usage: dimsim show NAME [options]", names the arguments that must be given; the
/// last one may stand for several: "FILE…".
struct Manual {
  std::string command;                              ///< "run"
  std::map<std::string, std::string> inserts = {};  ///< what stands for {name} in the page
  std::string_view page = {};                       ///< in place of that of the file
};

/// Reads a command's arguments. Nothing when the user asked for help, which is then printed. Throws
/// InputError with a suggestion: unknown option, missing or surplus argument. Positional arguments are in the
/// map under their names, as a text, or as a vector of texts where there may be several.
[[nodiscard]] std::optional<po::variables_map> read_arguments(const Manual& manual,
                                                              const po::options_description& options,
                                                              const std::vector<std::string>& arguments);

/// An option that takes a text.
[[nodiscard]] po::typed_value<std::string>* text_option();

/// The text of an option, or "" where it is not given.
[[nodiscard]] std::string option_text(const po::variables_map& arguments, const std::string& option);

/// The comma-separated names of an option, or none where it is not given.
[[nodiscard]] std::vector<std::string> option_names(const po::variables_map& arguments,
                                                    const std::string& option);

/// The parts of "a,b,c"; of an empty text one empty part.
[[nodiscard]] std::vector<std::string> split_at_commas(const std::string& text);

}  // namespace dimsim::cli

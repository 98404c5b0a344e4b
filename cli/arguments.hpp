#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

namespace dimsim::cli {

namespace po = boost::program_options;

/// What `dimsim COMMAND --help` says beside the options.
struct Manual {
  std::string command;  ///< "run"
  /// Names of the arguments that must be given, "SCENARIO"; the last one may stand for several: "FILE…".
  std::vector<std::string> positional;
  std::string text;                   ///< paragraphs, separated by empty lines
  std::vector<std::string> examples;  ///< "dimsim run scenarios/quickstart.yaml"
};

/// Reads a command's arguments. Nothing when the user asked for help, which is then printed. Throws
/// InputError with a suggestion: unknown option, missing or surplus argument. Positional arguments are in the
/// map under their names, as a text, or as a vector of texts where there may be several.
[[nodiscard]] std::optional<po::variables_map> read_arguments(const Manual& manual,
                                                              const po::options_description& options,
                                                              const std::vector<std::string>& arguments);

/// Option that takes a text; `placeholder` stands for it in the help.
[[nodiscard]] po::typed_value<std::string>* text_option(const char* placeholder);

/// The parts of "a,b,c"; of an empty text one empty part.
[[nodiscard]] std::vector<std::string> split_at_commas(const std::string& text);

}  // namespace dimsim::cli

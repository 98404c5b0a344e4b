#include "dimsim/cli/arguments.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/help_page.hpp"
#include "dimsim/cli/text/terminal.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <fmt/format.h>

namespace dimsim::cli {

// Boost.Program_options parses; the help is a page written by hand (cli/help/). The help that Boost generates
// has no paragraphs, no examples and no order but that of the declarations. The price of two places is that
// they can differ, which check_described() detects.

namespace {

constexpr std::string_view kEllipsis = "…";

// Abbreviations are disabled: a new option could make one ambiguous or change its meaning in existing
// scripts.
constexpr int kParserStyle = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

std::vector<std::string> names_of(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) {
    names.push_back("--" + option->long_name());
  }
  return names;
}

/// The options that a page describes: lines of its list, "  -o, --output FILE" or "      --seed N". A name
/// starts in column 6; an option that a description mentions starts further to the right and does not count.
std::vector<std::string> described_options(std::string_view page) {
  std::vector<std::string> names;
  page = page.substr(std::min(page.find("\nOptions:\n"), page.size()));
  page = page.substr(0, page.find("\nExamples:\n"));
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = std::min(page.find('\n', begin), page.size());
    const std::string_view line = page.substr(begin, end - begin);
    const std::size_t dashes = line.find("--");
    if (dashes == 6 && (line.starts_with("      ") || line.substr(4, 2) == ", ")) {
      names.emplace_back(line.substr(dashes, line.find(' ', dashes) - dashes));
    }
    begin = end + 1;
  }
  return names;
}

/// Throws InvariantError if the declared options and those of the page differ.
void check_described(const Manual& manual, std::string_view page, std::vector<std::string> declared) {
  std::vector<std::string> described = described_options(page);
  std::sort(declared.begin(), declared.end());
  std::sort(described.begin(), described.end());
  if (declared != described) {
    throw InvariantError(fmt::format("dimsim {} declares the options {}, but its page describes {}",
                                     manual.command, enumerate(declared), enumerate(described)));
  }
}

[[noreturn]] void refuse_arguments(const Manual& manual, const std::string& message,
                                   const std::string& hint = "") {
  throw InputError(fmt::format("dimsim {}: {}", manual.command, message),
                   hint.empty() ? fmt::format("see `dimsim {} --help`", manual.command) : hint);
}

/// Boost's message, in lower case as ours are; only some of Boost's start with a capital letter.
std::string decapitalized_reason(const po::error& error) {
  std::string text = error.what();
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

po::variables_map parse_arguments(const std::vector<std::string>& positional_names,
                                  const po::options_description& visible,
                                  const std::vector<std::string>& arguments) {
  // Boost finds positional arguments among the options, so each becomes a hidden option. It is added to a
  // copy: `visible` also serves the suggestions and the check of the page, where `--SCENARIO` must not
  // appear.
  po::options_description all;
  all.add(visible);
  po::positional_options_description positional;
  for (const std::string& name : positional_names) {
    if (name.ends_with(kEllipsis)) {
      all.add_options()(name.c_str(), po::value<std::vector<std::string>>());
      positional.add(name.c_str(), -1);
    } else {
      all.add_options()(name.c_str(), po::value<std::string>());
      positional.add(name.c_str(), 1);
    }
  }
  po::variables_map map;
  po::store(po::command_line_parser(arguments).options(all).positional(positional).style(kParserStyle).run(),
            map);
  if (!map.contains("help")) {
    po::notify(map);  // throws if a required option is missing, which `--help` alone must not
  }
  return map;
}

}  // namespace

std::optional<po::variables_map> read_arguments(const Manual& manual, const po::options_description& options,
                                                const std::vector<std::string>& arguments) {
  po::options_description visible;
  visible.add(options);
  visible.add_options()("help,h", "");
  const std::string_view page = manual.page.empty() ? help_page(manual.command) : manual.page;
  const std::vector<std::string> positional = positional_arguments(page, manual.command);
  po::variables_map map;
  try {
    map = parse_arguments(positional, visible, arguments);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    refuse_arguments(manual, fmt::format("unknown option '{}'", name), suggestion(name, names_of(visible)));
  } catch (const po::too_many_positional_options_error&) {
    refuse_arguments(manual, positional.empty()
                                 ? "takes no arguments"
                                 : fmt::format("too many arguments; expected {}", enumerate(positional)));
  } catch (const po::error& error) {
    refuse_arguments(manual, decapitalized_reason(error));
  }
  if (map.contains("help")) {
    // Checked only here, where the page is loaded anyway: a test asks every command for its help.
    check_described(manual, page, names_of(visible));
    print(rendered_page(page, manual.inserts));
    return std::nullopt;
  }
  for (const std::string& name : positional) {
    if (!map.contains(name)) {
      refuse_arguments(manual, fmt::format("argument {} is missing", name.substr(0, name.find(kEllipsis))));
    }
  }
  return map;
}

po::typed_value<std::string>* text_option() { return po::value<std::string>(); }

std::string option_text(const po::variables_map& arguments, const std::string& option) {
  return arguments.contains(option) ? arguments[option].as<std::string>() : "";
}

std::vector<std::string> option_names(const po::variables_map& arguments, const std::string& option) {
  return arguments.contains(option) ? split_at_commas(arguments[option].as<std::string>())
                                    : std::vector<std::string>{};
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::size_t first = std::min(text.find_first_not_of(' ', begin), end);
    std::size_t last = end;
    while (last > first && text[last - 1] == ' ') {
      --last;
    }
    parts.push_back(text.substr(first, last - first));
    begin = end + 1;
  }
  return parts;
}

}  // namespace dimsim::cli

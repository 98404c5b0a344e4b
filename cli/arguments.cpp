#include "dimsim/cli/arguments.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <fmt/format.h>

namespace dimsim::cli {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kDescriptionColumn = 30;
constexpr std::string_view kSeveral = "…";

// Whole option names only: what an abbreviation means would change with each new option.
constexpr int kStyle = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

/// "  -o, --output FILE         description, wrapped".
std::string describe(const po::option_description& option) {
  const std::string brief = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  const std::string placeholder = option.semantic()->max_tokens() == 0 ? "" : " " + option.semantic()->name();
  const bool has_letter = brief.size() == 2 && brief.front() == '-';
  std::string names = has_letter ? brief + ", " : "    ";
  names = fmt::format("  {}--{}{}", names, option.long_name(), placeholder);
  return results::hanging(names, option.description(), kDescriptionColumn, kWidth);
}

/// Whether a paragraph has lines of its own: those of a list begin with blanks.
bool is_list(const std::string& paragraph) {
  return paragraph.find("\n  ") != std::string::npos || paragraph.starts_with("  ");
}

std::string paragraphs(const std::string& text) {
  std::string result;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    result += (is_list(text.substr(begin, end - begin))
                   ? text.substr(begin, end - begin) + "\n"
                   : results::wrapped(text.substr(begin, end - begin), kWidth, 0)) +
              "\n";
    begin = end + 2;
  }
  return result;
}

std::string help(const Manual& manual, const po::options_description& options) {
  std::string text = "Usage: dimsim " + manual.command;
  for (const std::string& name : manual.positional) {
    text += " " + name;
  }
  text += " [options]\n\n" + paragraphs(manual.text) + "Options:\n";
  for (const auto& option : options.options()) {
    text += describe(*option);
  }
  text += "\nExamples:\n";
  for (const std::string& example : manual.examples) {
    text += std::string(kIndent, ' ') + example + "\n";
  }
  return text;
}

std::vector<std::string> names_of(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) {
    names.push_back("--" + option->long_name());
  }
  return names;
}

[[noreturn]] void refuse(const Manual& manual, const std::string& message, const std::string& hint = "") {
  throw InputError(fmt::format("dimsim {}: {}", manual.command, message),
                   hint.empty() ? fmt::format("see `dimsim {} --help`", manual.command) : hint);
}

/// Boost's own words, which begin in small letters but for a few.
std::string reason(const po::error& error) {
  std::string text = error.what();
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

po::variables_map parse(const Manual& manual, const po::options_description& visible,
                        const std::vector<std::string>& arguments) {
  po::options_description all;
  all.add(visible);
  po::positional_options_description positional;
  for (const std::string& name : manual.positional) {
    if (name.ends_with(kSeveral)) {
      all.add_options()(name.c_str(), po::value<std::vector<std::string>>());
      positional.add(name.c_str(), -1);
    } else {
      all.add_options()(name.c_str(), po::value<std::string>());
      positional.add(name.c_str(), 1);
    }
  }
  po::variables_map map;
  po::store(po::command_line_parser(arguments).options(all).positional(positional).style(kStyle).run(), map);
  if (!map.contains("help")) {
    po::notify(map);  // refuses where a required option is missing
  }
  return map;
}

}  // namespace

std::optional<po::variables_map> read_arguments(const Manual& manual, const po::options_description& options,
                                                const std::vector<std::string>& arguments) {
  po::options_description visible;
  visible.add(options);
  visible.add_options()("help,h", "print this text");
  po::variables_map map;
  try {
    map = parse(manual, visible, arguments);
  } catch (const po::unknown_option& error) {
    const std::string name = error.get_option_name();
    refuse(manual, fmt::format("unknown option '{}'", name), suggestion(name, names_of(visible)));
  } catch (const po::too_many_positional_options_error&) {
    refuse(manual, manual.positional.empty()
                       ? "takes no arguments"
                       : fmt::format("too many arguments; expected {}", enumerate(manual.positional)));
  } catch (const po::error& error) {
    refuse(manual, reason(error));
  }
  if (map.contains("help")) {
    print(help(manual, visible));
    return std::nullopt;
  }
  for (const std::string& name : manual.positional) {
    if (!map.contains(name)) {
      refuse(manual, fmt::format("{} is missing", name.substr(0, name.find(kSeveral))));
    }
  }
  return map;
}

po::typed_value<std::string>* text_option(const char* placeholder) {
  return po::value<std::string>()->value_name(placeholder);
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::size_t first = std::min(text.find_first_not_of(' ', begin), end);
    parts.push_back(text.substr(first, text.find_last_not_of(' ', end - (end > first ? 1 : 0)) + 1 - first));
    begin = end + 1;
  }
  return parts;
}

}  // namespace dimsim::cli

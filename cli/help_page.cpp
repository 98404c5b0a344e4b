#include "dimsim/cli/help_page.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <algorithm>

#include <fmt/format.h>

// Pages are written and wrapped by hand at 80 columns and printed unchanged, because reflowing would destroy
// lists and examples. The exception is a paragraph with a placeholder, such as {columns}: its length is not
// known until the text is inserted, so it is wrapped here.

namespace dimsim::cli {

namespace {

constexpr std::size_t kPageWidth = 80;

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> paragraphs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    paragraphs.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return paragraphs;
}

std::string with_inserts(std::string paragraph, const std::map<std::string, std::string>& inserts) {
  for (const auto& [name, text] : inserts) {
    const std::string placeholder = "{" + name + "}";
    if (const std::size_t place = paragraph.find(placeholder); place != std::string::npos) {
      paragraph.replace(place, placeholder.size(), text);
    }
  }
  return paragraph;
}

/// Wraps a paragraph anew unless it is a list, which an indented line reveals.
std::string wrapped_unless_list(std::string paragraph) {
  if (paragraph.starts_with("  ") || paragraph.find("\n  ") != std::string::npos) {
    return paragraph + (paragraph.ends_with('\n') ? "" : "\n");
  }
  std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
  return wrapped(paragraph, kPageWidth, 0);
}

}  // namespace

std::string_view help_page(std::string_view command) {
  std::string name(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  const std::span<const HelpPage> pages = help_pages();
  const auto page = std::find_if(pages.begin(), pages.end(),
                                 [&name](const HelpPage& candidate) { return candidate.name == name; });
  if (page == pages.end()) {
    throw InvariantError(fmt::format("cli/help/{}.txt is missing", name));
  }
  return page->text;  // compiled into the program, so that help works wherever it is installed
}

std::vector<std::string> positional_arguments(std::string_view page, std::string_view command) {
  const std::string_view line = page.substr(0, page.find('\n'));
  const std::string beginning = fmt::format("Usage: dimsim {} ", command);
  if (!line.starts_with(beginning)) {
    throw InvariantError(fmt::format("the help page of {} does not begin with '{}'", command, beginning));
  }
  std::vector<std::string> names;
  std::string_view rest = line.substr(beginning.size());
  while (!rest.empty() && !rest.starts_with('[')) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    names.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

std::string rendered_page(std::string_view page, const std::map<std::string, std::string>& inserts) {
  std::string text;
  for (const std::string& paragraph : paragraphs_of(page)) {
    const std::string whole = with_inserts(paragraph, inserts);
    if (!text.empty()) {
      text += text.ends_with("\n") ? "\n" : "\n\n";
    }
    if (whole == paragraph) {
      text += whole;
      continue;
    }
    // The insert may itself hold several paragraphs, as the list of figures does; each is wrapped by itself.
    std::string parts;
    for (const std::string& part : paragraphs_of(whole)) {
      parts += (parts.empty() ? "" : "\n") + wrapped_unless_list(part);
    }
    text += parts;
  }
  return text;
}

}  // namespace dimsim::cli

#include "dimsim/base/error.hpp"

#include "dimsim/base/text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace dimsim {
namespace {

constexpr std::size_t kLongestQuote = 60;  ///< characters; a value can be a whole file by mistake
constexpr std::size_t kWindow = 100;       ///< characters of the offending line that a message shows
constexpr std::size_t kMaxShown = 50;      ///< a file of the wrong kind can have thousands of errors

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Splits a text into UTF-8 characters. Control characters become blanks: they could move the cursor of a
/// terminal or change its colours.
std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  for (const char c : text) {
    if (continues_character(c) && !result.empty()) {
      result.back() += c;
    } else {
      result.emplace_back(1, is_control(c) ? ' ' : c);
    }
  }
  return result;
}

/// Searched again for each message. An index of line starts would have to be kept for every source, and
/// messages are rare.
std::string_view line_of(const SourceText& source, int number) {
  std::size_t begin = 0;
  for (int line = 1; line < number; ++line) {
    begin = source.text.find('\n', begin);
    if (begin == std::string::npos) {
      return {};
    }
    ++begin;
  }
  std::string_view rest = std::string_view(source.text).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  return rest.ends_with('\r') ? rest.substr(0, rest.size() - 1) : rest;
}

/// The line at a place with a caret below the column; a long line is cut to the part around the column.
std::string context(const Place& place) {
  if (!place.source || place.line < 1 || place.column < 1) {
    return "";
  }
  const std::vector<std::string> line = characters(line_of(*place.source, place.line));
  // A place may be just after the end of the line, for something that is missing there.
  const std::size_t column = std::min(static_cast<std::size_t>(place.column) - 1, line.size());
  const std::size_t begin = line.size() > kWindow && column > kWindow / 2 ? column - kWindow / 2 : 0;
  const std::size_t end = std::min(line.size(), begin + kWindow);
  std::string shown = begin > 0 ? "…" : "";
  for (std::size_t i = begin; i < end; ++i) {
    shown += line[i];
  }
  shown += end < line.size() ? "…" : "";
  const std::size_t indent = column - begin + (begin > 0 ? 1 : 0);
  const std::string number = std::to_string(place.line);
  // Both lines begin with a frame of equal width: the number, or as many blanks.
  return fmt::format("\n {} | {}\n {:{}} | {:{}}^", number, shown, "", number.size(), "", indent);
}

std::string format_all(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (std::size_t i = 0; i < std::min(diagnostics.size(), kMaxShown); ++i) {
    text += (i == 0 ? "" : "\n") + format(diagnostics[i]);
  }
  if (diagnostics.size() > kMaxShown) {
    text += fmt::format("\nand {} more errors", diagnostics.size() - kMaxShown);
  }
  return text;
}

}  // namespace

std::string Place::text() const {
  if (!source) {
    return "";
  }
  if (line < 1) {
    return source->name;
  }
  return column < 1 ? fmt::format("{}:{}", source->name, line)
                    : fmt::format("{}:{}:{}", source->name, line, column);
}

std::string quote(std::string_view text) {
  const std::vector<std::string> all = characters(text);
  std::string shown;
  for (std::size_t i = 0; i < std::min(all.size(), kLongestQuote); ++i) {
    shown += all[i];
  }
  return fmt::format("'{}{}'", shown, all.size() > kLongestQuote ? "…" : "");
}

std::string format(const Diagnostic& diagnostic, std::string_view severity) {
  const std::string where = diagnostic.place.text();
  std::string text =
      fmt::format("{}{}{}: {}", where, where.empty() ? "" : ": ", severity, diagnostic.message) +
      context(diagnostic.place);
  for (const Remark& remark : diagnostic.remarks) {
    text += fmt::format("\n{}: note: {}", remark.place.text(), remark.message) + context(remark.place);
  }
  if (!diagnostic.hint.empty()) {
    text += "\n  hint: " + diagnostic.hint;
  }
  return text;
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : diagnostics_(std::move(diagnostics)), text_(format_all(diagnostics_)) {}

Place file_place(const std::string& name) {
  return {std::make_shared<const SourceText>(SourceText{name, ""}), 0, 0};
}

InputError::InputError(Place place, std::string message, std::string hint)
    : InputError(std::vector{Diagnostic{std::move(place), std::move(message), std::move(hint)}}) {}

InputError::InputError(std::string message, std::string hint)
    : InputError(Place{}, std::move(message), std::move(hint)) {}

void Diagnostics::add(Place place, std::string message, std::string hint) {
  add(Diagnostic{std::move(place), std::move(message), std::move(hint)});
}

void Diagnostics::add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }

void Diagnostics::add(const InputError& error) {
  list_.insert(list_.end(), error.diagnostics().begin(), error.diagnostics().end());
}

void Diagnostics::throw_if_any() const {
  if (list_.empty()) {
    return;
  }
  // Inputs stay in the order of their first error; the errors of each input are sorted by position. Sorting
  // inputs by name would move the file that the user named behind the files that it includes.
  std::vector<const SourceText*> inputs;
  const auto rank = [&inputs](const Diagnostic& d) {
    return std::find(inputs.begin(), inputs.end(), d.place.source.get()) - inputs.begin();
  };
  for (const Diagnostic& d : list_) {
    if (rank(d) == std::ssize(inputs)) {
      inputs.push_back(d.place.source.get());
    }
  }
  std::vector<Diagnostic> sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), [&rank](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(rank(a), a.place.line, a.place.column) <
           std::tuple(rank(b), b.place.line, b.place.column);
  });
  throw InputError(std::move(sorted));
}

}  // namespace dimsim

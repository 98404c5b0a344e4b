#include "dimsim/analysis/figures/latex_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

constexpr std::array<Replacement, 4> kEverywhere{
    {{"%", "\\%"}, {"#", "\\#"}, {"&", "\\&"}, {"…", "\\ldots{}"}}};
constexpr std::array<Replacement, 12> kOutsideMath{{{"_", "\\_"},
                                                    {"^", "\\^{}"},
                                                    {"~", "$\\sim$"},
                                                    {"<", "$<$"},
                                                    {">", "$>$"},
                                                    {"α", "$\\alpha$"},
                                                    {"β", "$\\beta$"},
                                                    {"θ", "$\\theta$"},
                                                    {"λ", "$\\lambda$"},
                                                    {"×", "$\\times$"},
                                                    {"±", "$\\pm$"},
                                                    {"≈", "$\\approx$"}}};

template <std::size_t kCount>
const Replacement* replacement_for(const std::array<Replacement, kCount>& replacements,
                                   std::string_view rest) {
  const auto found = std::find_if(replacements.begin(), replacements.end(),
                                  [rest](const Replacement& each) { return rest.starts_with(each.first); });
  return found == replacements.end() ? nullptr : &*found;
}

/// The word before a position in a script, such as "title". It decides how gnuplot uses a text.
std::string_view word_before(std::string_view script, std::size_t place) {
  constexpr std::string_view kBlanks = " \t\n\\";
  const std::size_t last = script.substr(0, place).find_last_not_of(kBlanks);
  if (last == std::string_view::npos) {
    return {};
  }
  const std::size_t before = script.substr(0, last + 1).find_last_of(" \t\n(,");
  return script.substr(before + 1, last - before);
}

/// Whether a text after this word is read by gnuplot itself rather than printed: names of data sets, colours,
/// fonts, files. Escaping these would break the script.
bool is_for_gnuplot(std::string_view word) {
  constexpr std::array<std::string_view, 10> kWords{"index", "lc",         "rgb",    "font",     "textcolor",
                                                    "tc",    "background", "output", "fontfile", "="};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// A number format such as "10^{%L}" for LaTeX. Its percent signs are gnuplot's, which replaces them itself.
std::string latex_format(const std::string& format) {
  return format.find('^') == std::string::npos ? format : "$" + format + "$";
}

/// latex_size of a number given as text; "" for "".
std::string in_size(const std::string& points) {
  return points.empty() ? "" : latex_size(std::strtod(points.c_str(), nullptr));
}

/// The font size in a line of a script ("6" for "font ',6'"), or "".
std::string size_in(std::string_view line) {
  constexpr std::string_view kFont = "font ',";
  const std::size_t begin = line.find(kFont);
  if (begin == std::string_view::npos || line.starts_with("set terminal")) {
    return "";
  }
  const std::string_view rest = line.substr(begin + kFont.size());
  return std::string(rest.substr(0, rest.find('\'')));
}

/// Protects a text that begins with a bracket: the terminal puts texts into a box command, for which LaTeX
/// would take the bracket as an optional argument.
std::string guarded(const std::string& text) { return text.starts_with('[') ? "{}" + text : text; }

std::string with_each(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t i = text.find(from); i != std::string::npos; i = text.find(from, i + to.size())) {
    text.replace(i, from.size(), to);
  }
  return text;
}

/// The text inside double quotes, where gnuplot reads `\\` as a backslash and `\n` as the end of a line. Each
/// line is a text of its own for LaTeX.
std::string latex_inside_of_double_quotes(std::string_view inside, const std::string& size) {
  std::string result;
  std::string line;
  const auto end_line = [&] {
    result += with_each((result.empty() ? size : "") + guarded(latex_text(line)), "\\", "\\\\");
    line.clear();
  };
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const std::string_view two = inside.substr(i, 2);
    if (two == "\\n") {
      end_line();
      result += two;
      ++i;
      continue;
    }
    line += inside[i];
    i += two == "\\\\" ? 1U : 0U;
  }
  end_line();
  return result;
}

/// A quoted text of a script or of data, including its quotes.
std::string latex_literal(std::string_view literal, std::string_view word, const std::string& size,
                          bool is_tic) {
  const char mark = literal.front();
  std::string inside(literal.substr(1, literal.size() - 2));
  if (is_for_gnuplot(word)) {
    return std::string(literal);
  }
  if (word == "x" || word == "y") {  // set format x '%g'
    return mark + latex_format(inside) + mark;
  }
  if (is_tic) {  // percent signs are doubled in tics, before and after the conversion
    return mark + with_each(latex_text(with_each(inside, "%%", "%")), "%", "%%") + mark;
  }
  return mark +
         (mark == '\'' ? in_size(size) + guarded(latex_text(inside))
                       : latex_inside_of_double_quotes(inside, in_size(size))) +
         mark;
}

/// End of the literal that begins at a position; a doubled single quote is a character of it.
std::size_t end_of(std::string_view script, std::size_t begin) {
  const char mark = script[begin];
  std::size_t end = script.find(mark, begin + 1);
  while (mark == '\'' && end != std::string_view::npos && script.substr(end + 1).starts_with('\'')) {
    end = script.find(mark, end + 2);
  }
  return end;
}

/// One line of a script or of data with its literals converted. Contract: all literals end on the line.
std::string with_latex_literals(std::string_view script) {
  const std::string size = size_in(script);
  const bool has_tics = script.starts_with("set xtics") || script.starts_with("set ytics");
  std::string result;
  for (std::size_t i = 0; i < script.size();) {
    if (script[i] == '#') {  // a comment: its quotes begin no literal
      const std::size_t end = std::min(script.find('\n', i), script.size());
      result += script.substr(i, end - i);
      i = end;
      continue;
    }
    const std::size_t end =
        script[i] == '\'' || script[i] == '"' ? end_of(script, i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      result += script[i++];
      continue;
    }
    result += latex_literal(script.substr(i, end + 1 - i), word_before(script, i), size, has_tics);
    i = end + 1;
  }
  return result;
}

/// Whether a text begins with a LaTeX command: a backslash before a letter, an escaped sign, a spacing
/// command, or an accent with its letter.
bool begins_command(std::string_view text) {
  constexpr std::string_view kSigns = "%#&_${}\\,;:!/-";
  constexpr std::string_view kAccents = "'`\"^~=.";
  const auto is_letter = [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
  };
  if (text.size() < 2 || text.front() != '\\') {
    return false;
  }
  return is_letter(text[1]) || kSigns.find(text[1]) != std::string_view::npos ||
         (kAccents.find(text[1]) != std::string_view::npos && text.size() > 2 &&
          (is_letter(text[2]) || text[2] == '{'));
}

/// Positions of the unmatched dollar signs and braces of a text, found like matching brackets with a stack. A
/// pair of braces must not cross the border of math mode, so a closing dollar sign leaves the braces since
/// its opening one unmatched.
std::vector<std::size_t> unmatched_signs(std::string_view text) {
  std::vector<std::size_t> open;
  std::vector<std::size_t> unmatched;
  const auto last_dollar = [&] {
    return std::find_if(open.rbegin(), open.rend(), [text](std::size_t at) { return text[at] == '$'; });
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_command(text.substr(i))) {
      ++i;
      continue;
    }
    auto partner = open.rend();
    if (text[i] == '$') {
      partner = last_dollar();
    } else if (text[i] == '}' && !open.empty() && text[open.back()] == '{') {
      partner = open.rbegin();
    }
    if (partner != open.rend()) {
      const auto between = partner.base();
      unmatched.insert(unmatched.end(), between, open.end());
      open.erase(between - 1, open.end());
    } else if (text[i] == '{' || text[i] == '$') {
      open.push_back(i);
    } else if (text[i] == '}') {
      unmatched.push_back(i);
    }
  }
  // Text after an unmatched dollar sign is not math after all, so its braces are matched again without the
  // sign.
  const auto dollar = last_dollar();
  if (dollar != open.rend()) {
    const std::size_t at = *dollar;
    std::string rest(text);
    rest[at] = ' ';
    unmatched = unmatched_signs(rest);
    unmatched.push_back(at);
    return unmatched;
  }
  unmatched.insert(unmatched.end(), open.begin(), open.end());
  return unmatched;
}

}  // namespace

std::string latex_size(double points) {
  constexpr double kLines = 1.2;  // distance of lines in font sizes, as in LaTeX's own sizes
  return fmt::format("\\fontsize{{{:.3g}}}{{{:.3g}}}\\selectfont ", points, kLines * points);
}

std::string latex_text(std::string_view text) {
  const std::vector<std::size_t> unmatched = unmatched_signs(text);
  std::string result;
  bool is_math = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (begins_command(rest)) {
      result += rest.substr(0, 2);
      i += 2;
      continue;
    }
    if (rest.front() == '\\') {
      result += is_math ? "\\backslash{}" : "\\textbackslash{}";
      ++i;
      continue;
    }
    if (std::find(unmatched.begin(), unmatched.end(), i) != unmatched.end()) {
      result += '\\';
      result += rest.front();
      ++i;
      continue;
    }
    is_math ^= rest.front() == '$';
    const Replacement* replacement = replacement_for(kEverywhere, rest);
    if (replacement == nullptr && !is_math) {
      replacement = replacement_for(kOutsideMath, rest);
    }
    result += replacement == nullptr ? rest.substr(0, 1) : replacement->second;
    i += replacement == nullptr ? 1 : replacement->first.size();
  }
  return result;
}

Drawing for_latex(const Drawing& drawing) {
  const auto by_line = [](const std::string& text, auto change) {
    std::string result;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      result += change(line) + '\n';
    }
    return result;
  };
  // Other terminals need y axis titles moved towards the numbers; with LaTeX's letters they would overlap.
  std::string commands = with_each(by_line(drawing.commands, with_latex_literals), " offset 1,0", "");
  if (commands.find("\nset multiplot") < commands.size() &&
      commands.find("unset multiplot") > commands.size()) {
    commands += "unset multiplot\n";  // the multiplot of a title, see begin_of
  }
  return {.data = by_line(drawing.data, with_latex_literals), .commands = std::move(commands)};
}

}  // namespace dimsim::analysis

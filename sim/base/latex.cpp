#include "base/latex.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace dimsim {
namespace {

/// Where a line's text begins: behind the box that it is put into; npos for a line without one.
std::size_t begin_of_text(std::string_view line) {
  constexpr std::string_view kBox = "\\makebox(0,0)";
  constexpr std::string_view kStrut = "\\strut{}";
  const std::size_t box = line.find(kBox);
  if (line.find("\\put(") == std::string_view::npos || box == std::string_view::npos) {
    return std::string_view::npos;
  }
  const std::size_t brace = line.find('{', box + kBox.size());
  if (brace == std::string_view::npos) {
    return brace;
  }
  return line.substr(brace + 1).starts_with(kStrut) ? brace + 1 + kStrut.size() : brace + 1;
}

/// A line whose text begins with a bracket, which gnuplot takes for the place in a box, gets its box back.
std::string with_box(std::string_view line) {
  constexpr std::string_view kBox = "\\makebox(0,0)[";
  const std::size_t box = line.find(kBox);
  const std::size_t bracket = box == std::string_view::npos ? box : line.find(']', box);
  if (bracket == std::string_view::npos || bracket + 1 == line.size() || line[bracket + 1] == '{') {
    return std::string(line);
  }
  const std::size_t begin = box + kBox.size() - 1;
  return std::string(line.substr(0, begin)) + "{\\strut{}" +
         std::string(line.substr(begin, bracket + 1 - begin)) + "}" + std::string(line.substr(bracket + 1));
}

/// A line with its text shown as it is.
std::string with_text(const std::string& whole) {
  const std::string_view line = whole;
  const std::size_t begin = begin_of_text(line);
  if (begin == std::string_view::npos || !line.ends_with('%')) {
    return std::string(line);
  }
  const std::string_view before = line.substr(0, begin);
  // As many braces end the line as were opened; the others are the text's own.
  const auto open =
      std::count(before.begin(), before.end(), '{') - std::count(before.begin(), before.end(), '}');
  const std::size_t end = line.size() - 1 - static_cast<std::size_t>(std::max<std::ptrdiff_t>(open, 0));
  if (end < begin || end > line.size()) {
    return std::string(line);
  }
  const std::string_view text = line.substr(begin, end - begin);
  const bool is_formula = text.size() > 1 && text.starts_with('$') && text.ends_with('$');
  return std::string(before) + (is_formula ? std::string(text) : latex_text(text)) +
         std::string(line.substr(end));
}

}  // namespace

std::string latex_text(std::string_view text) {
  constexpr std::string_view kWithBackslash = "%&#_${}";
  // Letters of units and parameters, which pdflatex does not know in a text.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kGreek{
      {{"α", "$\\alpha$"}, {"β", "$\\beta$"}, {"θ", "$\\theta$"}, {"λ", "$\\lambda$"}}};
  std::string escaped;
  while (!text.empty()) {
    const auto* greek = std::find_if(kGreek.begin(), kGreek.end(),
                                     [text](const auto& each) { return text.starts_with(each.first); });
    if (greek != kGreek.end()) {
      escaped += greek->second;
      text.remove_prefix(greek->first.size());
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (kWithBackslash.find(c) != std::string_view::npos) {
      escaped += '\\';
      escaped += c;
    } else if (c == '\\') {
      escaped += "\\textbackslash{}";
    } else if (c == '^') {
      escaped += "\\textasciicircum{}";
    } else if (c == '~') {
      escaped += "\\textasciitilde{}";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string with_latex_texts(const std::string& tex) {
  std::string result;
  for (std::size_t begin = 0; begin < tex.size();) {
    const std::size_t end = std::min(tex.find('\n', begin), tex.size());
    result += with_text(with_box(std::string_view(tex).substr(begin, end - begin)));
    result += end < tex.size() ? "\n" : "";
    begin = end + 1;
  }
  return result;
}

}  // namespace dimsim

#include "dimsim/cli/text/text_grid.hpp"

#include <algorithm>

// Formatting with widths, as fmt does it, needs the widths in advance and can neither cut nor wrap a text.
// All tables of the program share these few functions instead.

namespace dimsim::cli {

namespace {

// Continuation bytes of UTF-8 have the form 10xxxxxx; all others start a code point.
bool starts_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// Widths are counted in columns of the terminal: in bytes, "λ" and "±" would shift everything after them.
std::vector<std::size_t> column_widths(const Grid& grid) {
  std::vector<std::size_t> widths(grid.empty() ? 0 : grid.front().size(), 0);
  for (const auto& row : grid) {
    for (std::size_t column = 0; column < widths.size(); ++column) {
      widths[column] = std::max(widths[column], display_width(row[column]));
    }
  }
  return widths;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) {
      words.push_back(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return words;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string shortened(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) {
    return text;
  }
  std::string result;
  std::size_t columns = 0;
  for (const char byte : text) {
    // Cuts before the code point that the "…" replaces, never within one.
    columns += starts_code_point(byte) ? 1U : 0U;
    if (columns >= width) {
      break;
    }
    result += byte;
  }
  return width == 0 ? "" : result + "…";
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  for (const std::string& whole : words_of(text)) {
    // A word that is longer than a line, such as a path, is cut: callers rely on the width.
    const std::string word = shortened(whole, width - indent);
    const std::size_t length = display_width(word);
    if (column > 0 && column + 1 + length > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += length;
  }
  return result + '\n';
}

std::string hanging(const std::string& label, const std::string& text, std::size_t column,
                    std::size_t width) {
  // A label that is too long gets a line of its own; shifting its text would break the column.
  const bool beside = display_width(label) < column;
  std::string result = label + (beside ? std::string(column - display_width(label), ' ') : "\n");
  const std::string body = wrapped(text, width - column, 0);
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = body.find('\n', begin) + 1;
    result += (begin == 0 && beside ? "" : std::string(column, ' ')) + body.substr(begin, end - begin);
    begin = end;
  }
  return result;
}

std::vector<std::string> lines_of(const Grid& grid, std::size_t gap) {
  const std::vector<std::size_t> widths = column_widths(grid);
  std::vector<std::string> lines;
  for (const auto& row : grid) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string padding(widths[column] - display_width(row[column]), ' ');
      line += column == 0 ? row[column] + padding : std::string(gap, ' ') + padding + row[column];
    }
    // Trailing blanks would make copied output differ from that in documents and tests.
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(line);
  }
  return lines;
}

std::string grid_text(const Grid& grid, std::size_t gap) {
  std::string text;
  for (const std::string& line : lines_of(grid, gap)) {
    text += line + '\n';
  }
  return text;
}

std::size_t width_of(const Grid& grid, std::size_t gap) {
  std::size_t width = 0;
  for (const std::size_t column : column_widths(grid)) {
    width += column + gap;
  }
  return width == 0 ? 0 : width - gap;
}

}  // namespace dimsim::cli

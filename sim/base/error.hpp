#pragma once

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim {

/// The text of one input (a file, or one `--set` argument). It is kept so that messages can quote a line.
struct SourceText {
  std::string name;
  std::string text;
};

/// A position in an input. Lines and columns count from 1; line 0 means "the input as a whole", column 0 "the
/// line as a whole".
struct Place {
  std::shared_ptr<const SourceText> source;
  int line = 0;
  int column = 0;

  /// "file:line:column", "file:line", "file", or "" when there is no source.
  [[nodiscard]] std::string text() const;
};

/// A second place that a message refers to: "first given here".
struct Remark {
  Place place;
  std::string message;
};

/// The place of a file as a whole, for errors that belong to no particular line.
[[nodiscard]] Place file_place(const std::string& name);

/// One error in an input, worded for a person.
struct Diagnostic {
  Place place;
  std::string message;               ///< what was found and what was expected
  std::string hint;                  ///< what to do; may be empty
  std::vector<Remark> remarks = {};  ///< related places
};

/// Formats "place: error: message", the line with a caret under the column, the remarks in the same form, and
/// the hint. A warning has that word instead of "error".
[[nodiscard]] std::string format(const Diagnostic& diagnostic, std::string_view severity = "error");

/// Quotes a piece of input for a message; control characters become blanks and long texts are shortened.
[[nodiscard]] std::string quote(std::string_view text);

/// Wrong usage or invalid input: the command exits with status 2 and writes nothing.
class InputError : public std::exception {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);
  InputError(Place place, std::string message, std::string hint = "");
  explicit InputError(std::string message, std::string hint = "");

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::vector<Diagnostic> diagnostics_;
  std::string text_;
};

/// Collects the errors of an input, so that all of them are reported at once.
class Diagnostics {
 public:
  void add(Place place, std::string message, std::string hint = "");
  void add(Diagnostic diagnostic);
  void add(const InputError& error);
  [[nodiscard]] bool empty() const { return list_.empty(); }
  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
  /// Throws InputError with all diagnostics, sorted by place, if there are any.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> list_;
};

/// A failure at run time (disk full, a worker died): the command exits with status 1.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A violated invariant: a bug in dimsim, never an error in the input. The command exits with status 1.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace dimsim

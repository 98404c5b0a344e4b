#include "dimsim/base/gnuplot.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/scratch_folder.hpp"
#include "dimsim/base/system_error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <spawn.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>

// Figures are drawn by the gnuplot program, which has no library. Its files are written into a scratch folder
// next to the output and renamed when all are complete, the requested one last; a failure leaves nothing
// behind. Data and script are kept with the figure, so that it can be changed without dimsim.

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the user to declare

namespace dimsim {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT(cppcoreguidelines-owning-memory)
};
using File = std::unique_ptr<std::FILE, Close>;

[[noreturn]] void fail(const char* what, int error) {
  throw RunError(fmt::format("{}: {}", what, errno_text(error)));
}

/// An anonymous temporary file with the given text, positioned at its start. A file instead of a pipe, so
/// that gnuplot cannot block on a full one while we wait for it to end.
File unnamed(const std::string& text) {
  File file(std::tmpfile());
  if (!file || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
      std::fflush(file.get()) != 0) {
    fail("cannot write a temporary file", errno);
  }
  std::rewind(file.get());
  return file;
}

/// The first bytes of a file, without blanks around them: gnuplot repeats a faulty script line in full.
std::string beginning_of(std::FILE* file) {
  constexpr std::size_t kMaxBytes = 600;
  std::string text(kMaxBytes, '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  text.erase(0, text.find_first_not_of(" \n"));
  return text;
}

/// Owns the file actions of posix_spawn.
class Actions {
 public:
  Actions() { posix_spawn_file_actions_init(&actions_); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  void redirect(int number, std::FILE* file) {
    posix_spawn_file_actions_adddup2(&actions_, fileno(file), number);
  }
  void change_folder(const std::filesystem::path& folder) {
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) {
      fail("cannot wait for gnuplot", errno);
    }
  }
  return status;
}

/// The environment with the time zone set to UTC: gnuplot writes the local time zone into PDF files, and the
/// same drawing must give the same bytes everywhere.
std::vector<char*> environment_in_utc() {
  static std::string utc = "TZ=UTC0";  // static, because the pointers must outlive this function
  std::vector<char*> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("TZ=")) {
      all.push_back(*variable);
    }
  }
  all.push_back(utc.data());
  all.push_back(nullptr);
  return all;
}

/// Overwrites the creation date in a PDF file, which gnuplot always writes, so that the same script gives the
/// same bytes. The replacement has the same length because a PDF file refers to its objects by byte offset.
void overwrite_date(const std::filesystem::path& path) {
  constexpr std::string_view kMark = "/CreationDate (D:";
  constexpr std::string_view kDate = "20000101000000";
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  const std::size_t place = content.find(kMark);
  if (content.starts_with("%PDF") && place != std::string::npos) {
    file.clear();
    file.seekp(static_cast<std::streamoff>(place + kMark.size()));
    file << kDate << std::flush;
    if (!file) {
      throw RunError(fmt::format("cannot write '{}'", path.string()));
    }
  }
}

/// Runs gnuplot without the user's own settings (-d) and waits for it. Throws RunError.
void run(std::vector<std::string> arguments, Actions& actions) {
  const File messages = unnamed("");
  actions.redirect(STDERR_FILENO, messages.get());
  arguments.insert(arguments.begin(), {"gnuplot", "-d"});
  std::vector<char*> words;
  for (std::string& argument : arguments) {
    words.push_back(argument.data());
  }
  words.push_back(nullptr);
  pid_t process = 0;
  // Not system(): file names would have to be quoted for the shell.
  const int error = posix_spawnp(&process, words.front(), actions.get(), nullptr, words.data(),
                                 environment_in_utc().data());
  if (error == ENOENT) {
    throw RunError(
        "gnuplot, which draws figures, is not installed: install the package gnuplot-nox "
        "(Debian: apt-get install gnuplot-nox)");
  }
  if (error != 0) {
    fail("cannot start gnuplot", error);
  }
  const int status = wait_for(process);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw RunError(fmt::format("gnuplot failed: {}", beginning_of(messages.get())));
  }
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text << std::flush;
  if (!stream) {
    throw RunError(fmt::format("cannot write '{}'", file.string()));
  }
}

/// The character itself, or a blank for a control character.
char printable(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c; }

}  // namespace

std::string gnuplot_text(std::string_view text) {
  std::string literal = "'";
  for (const char c : text) {
    literal += printable(c);
    if (c == '\'') {  // doubled: single-quoted literals have no other escapes
      literal += c;
    }
  }
  return literal + "'";
}

std::string gnuplot_tic(std::string_view text) {
  std::string format;
  for (const char c : text) {
    format += c == '%' ? "%%" : std::string(1, c);
  }
  return gnuplot_text(format);
}

std::string gnuplot_datum(std::string_view text) {
  std::string column = "\"";
  for (const char c : text) {
    if (c == '"') {
      column += "”";
    } else {
      column += c == '\\' ? "\\\\" : std::string(1, printable(c));
    }
  }
  return column + "\"";
}

std::string figure_format(const std::filesystem::path& file, std::string_view option, bool allow_latex) {
  const std::string extension = file.extension().string();
  for (const char* format : {"png", "pdf", "svg"}) {
    if (extension == fmt::format(".{}", format)) {
      return format;
    }
  }
  if (allow_latex && extension == ".tex") {
    return "tex";
  }
  throw InputError(fmt::format("{} {}: the file name does not give a figure format", option,
                               quote(file.filename().string())),
                   allow_latex ? "end it in .png, .pdf, .svg or .tex" : "end it in .png, .pdf or .svg");
}

namespace {

constexpr const char* kMark = "# Redraw by: gnuplot ";

/// The files of a figure. The requested one comes last, so that it appears only when all others are in place.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& output) {
  std::vector<std::filesystem::path> files;
  for (const char* ending : {".dat", ".gp", ".pdf"}) {
    if (ending != std::string(".pdf") || output.extension() == ".tex") {
      files.push_back(std::filesystem::path(output).replace_extension(ending));
    }
  }
  files.push_back(output);
  return files;
}

/// Only files of an earlier figure of dimsim are overwritten, which are recognised by the script next to
/// them.
void check_replaceable(const std::filesystem::path& output) {
  std::ifstream script(std::filesystem::path(output).replace_extension(".gp"));
  std::string first;
  const bool is_ours = std::getline(script, first) && first.starts_with(kMark);
  Diagnostics diagnostics;
  for (const std::filesystem::path& file : files_of(output)) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
      diagnostics.add(file_place(file.string()), "is a folder", "name another file to draw into");
    } else if (!is_ours && std::filesystem::is_regular_file(file, error)) {
      diagnostics.add(file_place(file.string()),
                      "exists and does not belong to a figure of dimsim; it is not overwritten",
                      "name another file to draw into, or remove this one");
    }
  }
  diagnostics.throw_if_any();
}

}  // namespace

void draw(const Drawing& drawing, const std::filesystem::path& output) {
  // gnuplot writes into a scratch folder, so that a failure leaves no partial figure.
  check_replaceable(output);
  // Next to the output and not in /tmp, because renaming works within one file system only.
  const ScratchFolder scratch(output.parent_path(), ".dimsim-figure",
                              fmt::format("cannot write '{}'", output.string()));
  const std::string stem = output.stem().string();
  const std::string name = output.filename().string();
  write(scratch / (stem + ".dat"), drawing.data);
  write(scratch / (stem + ".gp"),
        fmt::format("{}{}\nset encoding utf8\nset output {}\ndata = {}\n{}", kMark, stem + ".gp",
                    gnuplot_text(name), gnuplot_text(stem + ".dat"), drawing.commands));
  Actions actions;
  actions.change_folder(scratch.path());
  run({stem + ".gp"}, actions);
  const std::vector<std::filesystem::path> files = files_of(output);
  for (const std::filesystem::path& file : files) {
    overwrite_date(scratch / file.filename().string());
  }
  for (const std::filesystem::path& file : files) {
    std::error_code error;
    std::filesystem::rename(scratch / file.filename().string(), file, error);
    if (error) {
      throw RunError(fmt::format("cannot write '{}': {}", file.string(), error.message()));
    }
  }
}

}  // namespace dimsim

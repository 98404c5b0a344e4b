#pragma once

#include <functional>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Exit status of the program. Scripts rely on these values.
enum class Status { Done = 0, Failed = 1, WrongInput = 2, Interrupted = 130 };

/// A command as `dimsim --help` lists it.
struct Command {
  std::string name;
  std::string summary;
  /// Runs the command with the arguments after its name. Throws InputError, RunError or study::Interrupted.
  std::function<void(const std::vector<std::string>& arguments)> run;
};

/// All commands, in the order in which `dimsim --help` shows them.
[[nodiscard]] const std::vector<Command>& commands();

/// The command of that name. Throws InputError suggesting the nearest name; `what` is the noun in the
/// message: "command".
[[nodiscard]] const Command& find(const std::vector<Command>& list, const std::string& name,
                                  const std::string& what);

/// The commands of a list with their summaries, one line per command.
[[nodiscard]] std::string overview(const std::vector<Command>& list);

// Each is defined in the file of its name.
void run_command(const std::vector<std::string>& arguments);
void merge_command(const std::vector<std::string>& arguments);
void optimise_command(const std::vector<std::string>& arguments);
void sweep_script_command(const std::vector<std::string>& arguments);
void compare_command(const std::vector<std::string>& arguments);
void explain_command(const std::vector<std::string>& arguments);
void check_command(const std::vector<std::string>& arguments);
void list_command(const std::vector<std::string>& arguments);
void show_command(const std::vector<std::string>& arguments);
void schema_command(const std::vector<std::string>& arguments);
void cartography_command(const std::vector<std::string>& arguments);
void export_command(const std::vector<std::string>& arguments);
void plot_command(const std::vector<std::string>& arguments);
void report_command(const std::vector<std::string>& arguments);
void profile_command(const std::vector<std::string>& arguments);
void trace_command(const std::vector<std::string>& arguments);
void trace_import_command(const std::vector<std::string>& arguments);
void trace_show_command(const std::vector<std::string>& arguments);
void trace_synthesize_command(const std::vector<std::string>& arguments);
void version_command(const std::vector<std::string>& arguments);

/// Finds the command and runs it. Exceptions become a message on stderr and an exit status.
[[nodiscard]] Status dispatch(const std::vector<std::string>& arguments);

}  // namespace dimsim::cli

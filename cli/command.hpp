#pragma once

#include <functional>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Exit status of the program; part of what scripts rely on.
enum class Status { Done = 0, Failed = 1, WrongInput = 2, Interrupted = 130 };

/// A command as `dimsim --help` lists it.
struct Command {
  std::string name;
  std::string summary;
  /// Does it. Arguments are those after the command's name. Throws InputError, RunError or
  /// study::Interrupted.
  std::function<void(const std::vector<std::string>& arguments)> run;
};

/// All commands, in the order in which `dimsim --help` shows them.
[[nodiscard]] const std::vector<Command>& commands();

/// Where `name` stands in a list of commands; throws InputError with the nearest one. `what` is what a
/// message calls them: "command".
[[nodiscard]] const Command& find(const std::vector<Command>& list, const std::string& name,
                                  const std::string& what);

/// The commands of a list, a line each with what they do.
[[nodiscard]] std::string overview(const std::vector<Command>& list);

// One file each.
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

/// Finds the command and runs it; what it throws becomes a message on stderr and a status.
[[nodiscard]] Status dispatch(const std::vector<std::string>& arguments);

}  // namespace dimsim::cli

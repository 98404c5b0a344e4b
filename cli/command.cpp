#include "dimsim/cli/command.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

std::string help() {
  return "dimsim simulates distributed BERT inference over mobile, edge and cloud tiers.\n\n"
         "Usage: dimsim COMMAND [arguments]\n\nCommands:\n" +
         overview(commands()) +
         "\n`dimsim COMMAND --help` describes a command. Start with:\n"
         "  dimsim run scenarios/quickstart.yaml\n";
}

const Command& command(const std::string& name) { return find(commands(), name, "command"); }

// `dimsim help COMMAND`, `dimsim COMMAND --help` and `--version` are accepted because users of git and of GNU
// programs try them first.
void run(std::vector<std::string> arguments) {
  if (arguments.empty()) {
    throw InputError("no command given", "`dimsim --help` lists them");
  }
  const std::string name = arguments.front();
  arguments.erase(arguments.begin());
  const bool asks_for_help = name == "help" || name == "--help" || name == "-h";
  if (asks_for_help && arguments.empty()) {
    print(help());
  } else if (asks_for_help) {
    command(arguments.front()).run({"--help"});
  } else if (name == "--version") {
    version_command({});
  } else {
    command(name).run(arguments);
  }
}

}  // namespace

const Command& find(const std::vector<Command>& list, const std::string& name, const std::string& what) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&name](const Command& command) { return command.name == name; });
  if (found != list.end()) {
    return *found;
  }
  std::vector<std::string> names;
  for (const Command& command : list) {
    names.push_back(command.name);
  }
  throw InputError(fmt::format("unknown {} {}", what, quote(name)), suggestion(name, names));
}

// The width of the first column fits the longest name, "sweep-script".
std::string overview(const std::vector<Command>& list) {
  std::string text;
  for (const Command& command : list) {
    text += fmt::format("  {:<13}{}\n", command.name, command.summary);
  }
  return text;
}

// One line per command (docs/howto/command.md). The list is a function's static variable rather than a global
// one, so that it exists whenever it is used, whatever the order in which files are initialised.
const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"run", "simulate a scenario", run_command},
      {"merge", "merge the shards of a study into its result file", merge_command},
      {"sweep-script", "print a Slurm job that runs a study in shards on a cluster", sweep_script_command},
      {"compare", "compare policies of result files with a baseline, with intervals", compare_command},
      {"explain", "show where the time, energy and cost of one request went", explain_command},
      {"optimise", "find the policy and values that minimise a metric within limits", optimise_command},
      {"export", "export result files as a LaTeX, Markdown, CSV or JSON Lines table", export_command},
      {"plot", "draw a figure from result files", plot_command},
      {"report", "write a page that shows a result file, with charts", report_command},
      {"check", "check a scenario and print it with every default filled in", check_command},
      {"list", "list devices, links, models, platforms, policies or figures", list_command},
      {"show", "show a device, link, model, platform or policy", show_command},
      {"schema", "print the JSON Schema of scenarios, or the language reference", schema_command},
      {"cartography", "label samples as easy, medium or hard by training dynamics", cartography_command},
      {"trace", "make a trace from your own files, describe one, or generate one", trace_command},
      {"profile", "make a device entry: measure this machine, or fit measured rows", profile_command},
      {"version", "print the version", version_command},
  };
  return all;
}

// The only place where exceptions become messages: a command throws, and never prints an error or exits. The
// order of the handlers matters, since all of these are std::exceptions; a RunError needs no handler of its
// own.
Status dispatch(const std::vector<std::string>& arguments) {
  try {
    run(arguments);
    return Status::Done;
  } catch (const InputError& error) {
    remark(fmt::format("{}\n", error.what()));
    return Status::WrongInput;
  } catch (const study::Interrupted& interrupted) {
    remark(fmt::format("{}\n", interrupted.what()));
    return Status::Interrupted;
  } catch (const InvariantError& error) {
    remark(fmt::format("error: {}\n  This is a bug in dimsim. Please report it together with the scenario.\n",
                       error.what()));
  } catch (const std::bad_alloc&) {
    remark("error: not enough memory\n");
  } catch (const std::exception& error) {
    remark(fmt::format("error: {}\n", error.what()));
  }
  return Status::Failed;
}

}  // namespace dimsim::cli

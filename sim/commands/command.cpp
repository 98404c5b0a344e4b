#include "commands/command.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "commands/terminal.hpp"
#include "study/signal_watch.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

std::string overview() {
  std::string text =
      "dimsim simulates distributed BERT inference over mobile, edge and cloud tiers.\n\n"
      "Usage: dimsim COMMAND [arguments]\n\nCommands:\n";
  for (const Command& command : commands()) {
    text += fmt::format("  {:<13}{}\n", command.name, command.summary);
  }
  return text +
         "\n`dimsim COMMAND --help` explains a command. Start with:\n"
         "  dimsim run scenarios/quickstart.yaml\n";
}

const Command& find(const std::string& name) {
  const auto found = std::find_if(commands().begin(), commands().end(),
                                  [&name](const Command& command) { return command.name == name; });
  if (found != commands().end()) {
    return *found;
  }
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    names.push_back(command.name);
  }
  throw InputError(fmt::format("unknown command {}", quote(name)), suggestion(name, names));
}

void run(std::vector<std::string> arguments) {
  if (arguments.empty()) {
    throw InputError("no command given", "`dimsim --help` lists them");
  }
  const std::string name = arguments.front();
  arguments.erase(arguments.begin());
  const bool asks_for_help = name == "help" || name == "--help" || name == "-h";
  if (asks_for_help && arguments.empty()) {
    print(overview());
  } else if (asks_for_help) {
    find(arguments.front()).run({"--help"});
  } else if (name == "--version") {
    version_command({});
  } else {
    find(name).run(arguments);
  }
}

}  // namespace

// One line a command. A new one: copy the nearest file, declare it in command.hpp, add its line here.
const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"run", "simulate a scenario", run_command},
      {"check", "check a scenario and print it with every default filled in", check_command},
      {"list", "list devices, links, models, platforms or policies", list_command},
      {"show", "show a device, link, model, platform or policy", show_command},
      {"schema", "print the JSON Schema of scenarios, or the language reference", schema_command},
      {"cartography", "label the samples of a trace as easy, medium or hard", cartography_command},
      {"profile", "make a device entry: measure this machine, or fit measured rows", profile_command},
      {"version", "print the version", version_command},
  };
  return all;
}

Status dispatch(const std::vector<std::string>& arguments) {
  try {
    run(arguments);
    return Status::Done;
  } catch (const InputError& error) {
    remark(fmt::format("{}\n", error.what()));
    return Status::WrongInput;
  } catch (const study::Interrupted&) {
    remark("interrupted; nothing was written\n");
    return Status::Interrupted;
  } catch (const InvariantError& error) {
    remark(fmt::format("error: {}\n  This is a defect of dimsim. Please report it with the scenario.\n",
                       error.what()));
  } catch (const std::bad_alloc&) {
    remark("error: not enough memory\n");
  } catch (const std::exception& error) {
    remark(fmt::format("error: {}\n", error.what()));
  }
  return Status::Failed;
}

}  // namespace dimsim::commands

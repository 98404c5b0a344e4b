#include "dimsim/plan/schema.hpp"

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/plan/reference.hpp"
#include "dimsim/results/summary_json.hpp"

namespace dimsim::cli {

void schema_command(const std::vector<std::string>& arguments) {
  const Manual manual{
      .command = "schema",
      .positional = {},
      .text =
          "Prints the JSON Schema (draft-07) of scenarios, with which editors complete and check them while "
          "they are "
          "written. With the YAML language server, put this into a scenario's first line:\n\n"
          "# yaml-language-server: $schema=scenario.schema.json",
      .examples = {"dimsim schema > scenario.schema.json", "dimsim schema --reference > language.md"}};
  po::options_description options;
  options.add_options()("reference", "print the reference of the language in Markdown instead");
  if (const auto read = read_arguments(manual, options, arguments)) {
    const catalogue::Catalogue catalogue(catalogue::Catalogue::default_root());
    print(read->contains("reference") ? plan::language_reference()
                                      : results::to_text(plan::scenario_schema(catalogue)) + "\n");
  }
}

}  // namespace dimsim::cli

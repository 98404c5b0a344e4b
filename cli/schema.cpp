#include "dimsim/plan/schema.hpp"

#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/plan/reference.hpp"
#include "dimsim/results/summary_json.hpp"

#include <nlohmann/json.hpp>

namespace dimsim::cli {

// Schema and reference are generated from the vocabulary that checks scenarios, so they cannot differ from
// it.
void schema_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  auto add = options.add_options();
  add("reference", "");
  if (const auto read = read_arguments({.command = "schema"}, options, arguments)) {
    const catalogue::Catalogue catalogue(catalogue::Catalogue::default_root());
    print(read->contains("reference") ? plan::language_reference()
                                      : results::to_text(plan::scenario_schema(catalogue)) + "\n");
  }
}

}  // namespace dimsim::cli

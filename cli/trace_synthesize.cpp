#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/synthesis_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/synthesis/recipe_file.hpp"
#include "dimsim/synthesis/synthesize.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

Manual manual() {
  return {
      .command = "trace synthesize",
      .positional = {"RECIPE"},
      .text = fmt::format(
          "Generates a trace where no real one is at hand: answers of every exit (dev, test) and training "
          "dynamics (train) whose statistics follow a recipe of published figures. Prints them against their "
          "targets. The trace is marked as synthetic wherever it shows up.\n\n"
          "RECIPE is a name ({}) or a file (scenarios/traces/README.md). The same recipe, seed and version "
          "give "
          "the same bytes; more samples change none of those before.",
          enumerate(synthesis::recipe_names())),
      .examples = {"dimsim trace synthesize sst-2 -o sst-2.h5",
                   "dimsim trace synthesize mnli --model distilbert --samples 20000 --seed 7 -o mnli.h5",
                   "dimsim cartography sst-2.h5 -o sst-2.h5     # labels for policies that need complexity"}};
}

std::size_t count_option(const po::variables_map& arguments, const char* option, std::size_t otherwise) {
  constexpr std::int64_t kMost = 10'000'000;
  if (!arguments.contains(option)) {
    return otherwise;
  }
  const auto value = arguments[option].as<std::int64_t>();
  const std::int64_t least = std::string_view(option) == "samples" ? 1 : 0;
  if (value < least || value > kMost) {
    throw InputError(fmt::format("--{} {}: expected a number from {} to {}", option, value, least, kMost));
  }
  return static_cast<std::size_t>(value);
}

synthesis::Sizes sizes(const po::variables_map& arguments, const synthesis::Sizes& usual) {
  const auto of = [&](const char* option, std::size_t otherwise) {
    return count_option(arguments, option, count_option(arguments, "samples", otherwise));
  };
  const synthesis::Sizes result{
      .train = of("train", usual.train), .dev = of("dev", usual.dev), .test = of("test", usual.test)};
  if (result.train + result.dev + result.test == 0) {
    throw InputError("dimsim trace synthesize: no samples are asked for",
                     "give --train, --dev or --test some");
  }
  return result;
}

std::uint64_t seed(const po::variables_map& arguments) {
  const auto value = arguments["seed"].as<std::int64_t>();
  if (value < 0) {
    throw InputError(fmt::format("--seed {}: expected a number from 0 on", value));
  }
  return static_cast<std::uint64_t>(value);
}

po::options_description options_of_command() {
  const auto number = [] { return po::value<std::int64_t>()->value_name("N"); };
  po::options_description options;
  options.add_options()("output,o", text_option("FILE"), "trace to write (required)")(
      "model", text_option("NAME"),
      "a variant that the recipe has a published score of; default: its own model")(
      "samples", number(), "samples of each split; default: the recipe's")(
      "train", number(), "of train; 0: none")("dev", number(), "of dev; 0: none")(
      "test", number(), "of test; 0: none")("seed", number()->default_value(1, ""),
                                            "same seed, same trace; default: 1");
  return options;
}

}  // namespace

void trace_synthesize_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(manual(), options_of_command(), arguments);
  if (!read) {
    return;
  }
  if (!read->contains("output")) {
    throw InputError("dimsim trace synthesize: the output is missing", "add -o FILE");
  }
  synthesis::Recipe recipe =
      synthesis::load_recipe(synthesis::recipe_file((*read)["RECIPE"].as<std::string>()));
  if (read->contains("model")) {
    recipe = synthesis::variant_recipe(recipe, (*read)["model"].as<std::string>());
  }
  const std::string output = (*read)["output"].as<std::string>();
  const auto splits = synthesis::synthesize(recipe, sizes(*read, recipe.samples), seed(*read));
  trace::write(output, synthesis::synthetic_description(recipe, seed(*read)), splits);
  print(synthesis_text(recipe, compare(recipe, splits)));
  remark(fmt::format("Synthetic trace: {}\n", output));
}

}  // namespace dimsim::cli

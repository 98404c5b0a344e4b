#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/synthesis_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/synthesis/recipe_file.hpp"
#include "dimsim/synthesis/synthesize.hpp"

#include <fmt/format.h>

// Prints the statistics of the generated trace beside the published targets, also if they are beyond
// tolerance: small samples scatter, and whether that matters is for the user to decide, so it is no error.

namespace dimsim::cli {

namespace {

Manual synthesize_manual() {
  return {.command = "trace synthesize", .inserts = {{"recipes", enumerate(synthesis::recipe_names())}}};
}

std::size_t sample_count(const po::variables_map& arguments, const char* option, std::size_t otherwise) {
  constexpr std::int64_t kMost = 10'000'000;  // all samples are held in memory
  if (!arguments.contains(option)) {
    return otherwise;
  }
  const auto value = arguments[option].as<std::int64_t>();
  // --samples sets all splits at once, where 0 would leave nothing; a single split may be left out.
  const std::int64_t least = std::string_view(option) == "samples" ? 1 : 0;
  if (value < least || value > kMost) {
    throw InputError(fmt::format("--{} {}: expected a number from {} to {}", option, value, least, kMost));
  }
  return static_cast<std::size_t>(value);
}

synthesis::Sizes split_sizes(const po::variables_map& arguments, const synthesis::Sizes& usual) {
  // The option of a split takes precedence over --samples, and that over the sizes of the recipe.
  const auto of = [&](const char* option, std::size_t otherwise) {
    return sample_count(arguments, option, sample_count(arguments, "samples", otherwise));
  };
  const synthesis::Sizes result{
      .train = of("train", usual.train), .dev = of("dev", usual.dev), .test = of("test", usual.test)};
  if (result.train + result.dev + result.test == 0) {
    throw InputError("dimsim trace synthesize: all splits are empty",
                     "set --train, --dev or --test to at least 1");
  }
  return result;
}

std::uint64_t seed_option(const po::variables_map& arguments) {
  // Read as a signed number: Boost converts "-1" to an unsigned type by wrapping it around.
  const auto value = arguments["seed"].as<std::int64_t>();
  if (value < 0) {
    throw InputError(fmt::format("--seed {}: expected a number of at least 0", value));
  }
  return static_cast<std::uint64_t>(value);
}

po::options_description synthesize_options() {
  const auto number = [] { return po::value<std::int64_t>()->value_name("N"); };
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option());
  add("model", text_option());
  add("samples", number());
  add("train", number());
  add("dev", number());
  add("test", number());
  add("seed", number()->default_value(1, ""));
  return options;
}

}  // namespace

void trace_synthesize_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(synthesize_manual(), synthesize_options(), arguments);
  if (!read) {
    return;
  }
  if (!read->contains("output")) {
    throw InputError("dimsim trace synthesize: option --output is missing", "add -o FILE");
  }
  synthesis::Recipe recipe =
      synthesis::load_recipe(synthesis::recipe_file((*read)["RECIPE"].as<std::string>()));
  if (read->contains("model")) {
    recipe = synthesis::variant_recipe(recipe, (*read)["model"].as<std::string>());
  }
  const std::string output = (*read)["output"].as<std::string>();
  const auto splits = synthesis::synthesize(recipe, split_sizes(*read, recipe.samples), seed_option(*read));
  trace::write(output, synthesis::synthetic_description(recipe, seed_option(*read)), splits);
  print(synthesis_text(recipe, compare(recipe, splits)));
  remark(fmt::format("Synthetic trace: {}\n", output));
}

}  // namespace dimsim::cli

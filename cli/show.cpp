#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/bind.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/catalogue_text.hpp"
#include "dimsim/cli/text/model_text.hpp"
#include "dimsim/cli/text/terminal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

struct FoundEntry {
  std::string kind;
  std::string name;
};

/// The one entry that `wanted` ("lte" or "links/lte") means. Throws InputError when it is none or more than
/// one.
FoundEntry find_entry(const std::string& wanted) {
  std::vector<FoundEntry> found;
  std::vector<std::string> all;
  for (const std::string& kind : listed_kinds()) {
    for (const std::string& name : listed_names(kind)) {
      all.push_back(name);
      if (wanted == name || wanted == fmt::format("{}/{}", kind, name)) {
        found.push_back({kind, name});
      }
    }
  }
  if (found.empty()) {
    throw InputError(fmt::format("dimsim show: there is no entry {}", quote(wanted)),
                     nearest(wanted, all).empty()
                         ? "`dimsim list devices`, links, models, platforms or policies show them"
                         : suggestion(wanted, all));
  }
  if (found.size() > 1) {
    throw InputError(
        fmt::format("dimsim show: {} is in {} and in {}", quote(wanted), found[0].kind, found[1].kind),
        fmt::format("write {}/{}", found[0].kind, wanted));
  }
  return found.front();
}

/// A whole number from 1 on that an option holds.
int positive_option(const po::variables_map& arguments, const std::string& option, int absent) {
  if (!arguments.contains(option)) {
    return absent;
  }
  const int value = arguments[option].as<int>();
  if (value < 1) {
    throw InputError(fmt::format("--{} {}: expected at least 1", option, value));
  }
  return value;
}

model::Precision precision_option(const po::variables_map& arguments) {
  const std::string text =
      arguments.contains("precision") ? arguments["precision"].as<std::string>() : "fp32";
  if (const std::optional<model::Precision> precision = model::find_precision(text)) {
    return *precision;
  }
  throw InputError(fmt::format("--precision {}: expected fp32, fp16 or int8", quote(text)));
}

std::string layers_of(const FoundEntry& entry, const po::variables_map& arguments) {
  if (entry.kind != "models") {
    throw InputError(fmt::format("dimsim show: --tokens is for models, and {} is one of the {}",
                                 quote(entry.name), entry.kind));
  }
  const int tokens = positive_option(arguments, "tokens", 1);
  const int batch = positive_option(arguments, "batch", 1);
  const catalogue::CatalogueEntry model = catalogue::read_entry(
      catalogue::Catalogue(catalogue::Catalogue::default_root()), entry.kind, entry.name);
  return fmt::format("# {} at {} token{}, batch {}, {}\n\n{}\n", entry.name, tokens, tokens == 1 ? "" : "s",
                     batch,
                     arguments.contains("precision") ? arguments["precision"].as<std::string>() : "fp32",
                     layer_table(catalogue::bind_model(model.fields, entry.name), tokens, batch,
                                 positive_option(arguments, "classes", 2), precision_option(arguments)));
}

}  // namespace

void show_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  auto add = options.add_options();
  add("tokens", po::value<int>());
  add("batch", po::value<int>());
  add("classes", po::value<int>());
  add("precision", text_option());
  if (const auto read = read_arguments({.command = "show"}, options, arguments)) {
    const FoundEntry entry = find_entry((*read)["NAME"].as<std::string>());
    print((read->contains("tokens") ? layers_of(entry, *read) : "") + details_of(entry.kind, entry.name));
  }
}

}  // namespace dimsim::cli

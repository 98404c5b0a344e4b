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

#include <fmt/format.h>

// Entries of all kinds share one namespace for this command: users remember `pixel-4`, not that it is a
// device. A name that two kinds use needs its kind: `links/lte`.

namespace dimsim::cli {

namespace {

struct FoundEntry {
  std::string kind;
  std::string name;
};

/// The entry named by `wanted` ("lte" or "links/lte"). Throws InputError if there is none or more than one.
FoundEntry find_entry(const std::string& wanted) {
  // Does not stop at the first match, so that an ambiguous name is noticed.
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
    throw InputError(fmt::format("dimsim show: unknown entry {}", quote(wanted)),
                     nearest(wanted, all).empty()
                         ? "`dimsim list KIND` lists devices, links, models, platforms or policies"
                         : suggestion(wanted, all));
  }
  if (found.size() > 1) {
    throw InputError(fmt::format("dimsim show: {} is ambiguous: it is in {} and in {}", quote(wanted),
                                 found[0].kind, found[1].kind),
                     fmt::format("write {}/{}", found[0].kind, wanted));
  }
  return found.front();
}

/// The value of an option, at least 1, or `absent` if it is not given.
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

// Without the option, single precision: that of published models, whatever the device computes in.
model::Precision precision_option(const po::variables_map& arguments) {
  const std::string text =
      arguments.contains("precision") ? arguments["precision"].as<std::string>() : "fp32";
  if (const std::optional<model::Precision> precision = model::find_precision(text)) {
    return *precision;
  }
  throw InputError(fmt::format("--precision {}: expected fp32, fp16 or int8", quote(text)));
}

std::string layers_of(const FoundEntry& entry, const po::variables_map& arguments) {
  // Refused rather than ignored: the user expects a table of layers, which no other kind has.
  if (entry.kind != "models") {
    throw InputError(fmt::format("dimsim show: --tokens applies to models, but {} is one of the {}",
                                 quote(entry.name), entry.kind));
  }
  const int tokens = positive_option(arguments, "tokens", 1);
  const int batch = positive_option(arguments, "batch", 1);
  const catalogue::CatalogueEntry model_entry = catalogue::read_entry(
      catalogue::Catalogue(catalogue::Catalogue::default_root()), entry.kind, entry.name);
  const model::Precision precision = precision_option(arguments);
  return fmt::format("# {} at {} token{}, batch {}, {}\n\n{}\n", entry.name, tokens, tokens == 1 ? "" : "s",
                     batch, model::name_of(precision),
                     layer_table(catalogue::bind_model(model_entry.fields, entry.name), tokens, batch,
                                 positive_option(arguments, "classes", 2), precision));
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

#include "base/error.hpp"
#include "cartography/label_trace.hpp"
#include "commands/arguments.hpp"
#include "commands/command.hpp"
#include "commands/terminal.hpp"

#include <fmt/format.h>

namespace dimsim::commands {

namespace {

po::typed_value<std::string>* cut_option() { return text_option("CUT")->default_value("q0.5", ""); }

/// The cut that an option holds; errors name the option.
cartography::Cut cut(const po::variables_map& arguments, const std::string& option) {
  const std::string& text = arguments[option].as<std::string>();
  try {
    return cartography::parse_cut(text);
  } catch (const InputError& error) {
    const Diagnostic& first = error.diagnostics().front();
    throw InputError(fmt::format("--{}: {}", option, first.message), first.hint);
  }
}

std::string describe(const cartography::Labelling& labelling) {
  std::string text = fmt::format(
      "easy:   confidence >= {:.4g} and variability <= {:.4g}\n"
      "medium: of the others, confidence >= {:.4g}\n"
      "hard:   the rest\n\n{:<12}{:>8}{:>8}{:>8}\n",
      labelling.limits.easy_confidence, labelling.limits.easy_variability, labelling.limits.hard_confidence,
      "split", "easy", "medium", "hard");
  for (const auto& split : labelling.splits) {
    text += fmt::format("{:<12}{:>8}{:>8}{:>8}\n", split.name, split.samples[0], split.samples[1],
                        split.samples[2]);
  }
  return text;
}

}  // namespace

void cartography_command(const std::vector<std::string>& arguments) {
  const Manual manual{
      .command = "cartography",
      .positional = {"TRACE"},
      .text = fmt::format("Copies a trace and labels its samples as easy, medium or hard. A training "
                          "sample's label follows from how "
                          "the model learnt it: its confidence (mean probability of the gold class over the "
                          "epochs) and its variability "
                          "(their standard deviation). A sample of another split gets the label of the "
                          "nearest pool centroid in the "
                          "embedding.\n\nA CUT is a value (0.75) or a quantile of the samples that it cuts "
                          "(q0.5, the median).\n\n"
                          "Source: {}.",
                          cartography::kSource),
      .examples = {"dimsim cartography raw.h5 -o labelled.h5",
                   "dimsim cartography raw.h5 -o labelled.h5 --easy-confidence 0.9 --hard-confidence q0.25"}};
  po::options_description options;
  options.add_options()("output,o", text_option("FILE"), "labelled trace (required); may be TRACE itself")(
      "easy-confidence", cut_option(), "easy samples have at least this confidence; default: q0.5")(
      "easy-variability", cut_option(), "easy samples have at most this variability; default: q0.5")(
      "hard-confidence", cut_option(), "of the others, hard samples have less confidence; default: q0.5");
  const auto read = read_arguments(manual, options, arguments);
  if (!read) {
    return;
  }
  if (!read->contains("output")) {
    throw InputError("dimsim cartography: the output is missing", "add -o FILE");
  }
  const cartography::Cuts cuts{.easy_confidence = cut(*read, "easy-confidence"),
                               .easy_variability = cut(*read, "easy-variability"),
                               .hard_confidence = cut(*read, "hard-confidence")};
  const std::string output = (*read)["output"].as<std::string>();
  print(describe(cartography::label_trace((*read)["TRACE"].as<std::string>(), cuts, output)));
  remark(fmt::format("Labelled trace: {}\n", output));
}

}  // namespace dimsim::commands

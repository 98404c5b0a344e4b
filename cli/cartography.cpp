#include "dimsim/analysis/figures/figure_data_map.hpp"
#include "dimsim/base/gnuplot.hpp"
#include "dimsim/cartography/label_file.hpp"
#include "dimsim/cartography/label_trace.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/cartography_options.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/cartography_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <fmt/format.h>

// Two kinds of input lead to one Labelling. A trace has an embedding, so samples outside of `train` get a
// label by the nearest centroid (cartography::label_trace). Dynamics and map coordinates have only training
// samples: every sample gets its label from its own coordinates, and all of them form the single split "all".

namespace dimsim::cli {
namespace {

using cartography::InputKind;
using cartography::Labelling;

Manual cartography_manual() {
  return {.command = "cartography", .inserts = {{"source", std::string(cartography::kSource)}}};
}

/// Labels samples of training dynamics or map coordinates.
Labelling label_dynamics(const CartographyRequest& request) {
  Labelling labelling;
  labelling.options = request.label;
  labelling.training =
      request.kind == InputKind::Map
          ? cartography::read_map(request.inputs.front())
          : cartography::read_dynamics(request.inputs, request.label.map, request.allow_incomplete);
  labelling.limits = thresholds(labelling.training.map, request.label.cuts);
  labelling.splits.push_back({"all", pools(labelling.training.map, labelling.limits)});
  return labelling;
}

void show_labelling(const Labelling& labelling, InputKind kind) {
  std::string text = describe_map(labelling.training, kind) + '\n';
  text += labelling.by_reward ? describe_reward(labelling) + '\n' : "";
  text += describe_cuts(labelling.options.cuts, labelling.limits) + '\n' + describe_pools(labelling.splits) +
          '\n';
  text += labelling.separation ? describe_separation(*labelling.separation) + '\n' : "";
  print(text + describe_choices(labelling));
}

void write_output(const CartographyRequest& request, const Labelling& labelling) {
  const std::filesystem::path& output = *request.output;
  if (cartography::is_label_file(output)) {
    cartography::write_labels(labelling.training, labelling.splits.front().labels, output);
    remark(fmt::format("Labels: {}\n", output.string()));
  } else {
    cartography::write_labelled_trace(request.inputs.front(), labelling, output);
    remark(fmt::format("Labelled trace: {}\n", output.string()));
  }
}

void draw_data_map(const CartographyRequest& request, const Labelling& labelling) {
  // A folder written with a trailing slash has an empty file name; the title then uses its parent's.
  std::filesystem::path name = request.inputs.front();
  name = name.has_filename() ? name.filename() : name.parent_path().filename();
  constexpr std::size_t kLongestName = 60;  // gnuplot does not wrap titles, but cuts them off
  const analysis::FigureOptions options{.canvas = {.format = figure_format(*request.plot, "--plot", true)},
                                        .title = "Data map of " + shortened(name.string(), kLongestName)};
  const cartography::StoredMap map{.map = labelling.training.map,
                                   .labels = labelling.splits.front().labels,
                                   .limits = labelling.limits,
                                   .epochs = labelling.training.epochs};
  dimsim::draw(analysis::data_map_drawing(map, options), *request.plot);
  const std::string stem = std::filesystem::path(*request.plot).replace_extension().string();
  remark(fmt::format("Data map: {}, with {}.dat and {}.gp\n", request.plot->string(), stem, stem));
}

}  // namespace

void cartography_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments(cartography_manual(), cartography_options(), arguments);
  if (!read) {
    return;
  }
  // All options are checked before the samples are read, which can take minutes.
  const CartographyRequest request = cartography_request(*read);
  const Labelling labelling = request.kind == InputKind::Trace
                                  ? cartography::label_trace(request.inputs.front(), request.label)
                                  : label_dynamics(request);
  show_labelling(labelling, request.kind);
  if (request.output) {
    write_output(request, labelling);
  }
  if (request.plot) {
    draw_data_map(request, labelling);
  }
}

}  // namespace dimsim::cli

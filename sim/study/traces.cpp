#include "dimsim/study/traces.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cartography/label_splits.hpp"
#include "dimsim/synthesis/recipe_file.hpp"
#include "dimsim/synthesis/synthesize.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::study {
namespace {

/// Fixed: the trace is data, like a file. If it followed the scenario's seed, replications with other seeds
/// would differ in their samples as well as in their arrivals.
constexpr std::uint64_t kRecipeSeed = 1;

bool is_recipe(const std::filesystem::path& file) {
  return file.extension() == ".yaml" || file.extension() == ".yml";
}

}  // namespace

std::shared_ptr<const trace::Trace> Traces::read(const scenario::Workload& workload,
                                                 const std::string& split) {
  std::shared_ptr<const trace::Trace>& trace = known_[{workload.trace, split}];
  if (!trace) {
    try {
      trace = std::make_shared<const trace::Trace>(load(workload.trace, split));
    } catch (const InputError& error) {
      // The reader knows the place in the trace only; the user needs that in the scenario too.
      std::vector<Diagnostic> all = error.diagnostics();
      Remark& remark = all.back().remarks.emplace_back();
      remark.place = workload.trace_place;
      remark.message = "the trace is named here";
      throw InputError(std::move(all));
    }
  }
  return trace;
}

trace::Trace Traces::load(const std::filesystem::path& file, const std::string& split) {
  if (!is_recipe(file)) {
    return trace::read(file, split);
  }
  const Generated& made = generated(file);
  std::vector<std::string> names;
  for (const trace::NamedSplit& each : made.splits) {
    if (each.name == split && !each.split.logits.empty()) {
      return {file, made.description, each.split};
    }
    names.push_back(each.name);
  }
  throw InputError(file_place(file.string()),
                   fmt::format("a trace of this recipe has no split {} with answers of exits", quote(split)),
                   suggestion(split, names));
}

const Traces::Generated& Traces::generated(const std::filesystem::path& recipe) {
  // All splits at once: the labels of all rest on the dynamics of the one split that has them.
  const auto known = generated_.find(recipe);
  if (known != generated_.end()) {
    return known->second;
  }
  const synthesis::Recipe content = synthesis::load_recipe(recipe);
  std::vector<trace::NamedSplit> splits = synthesis::synthesize(content, content.samples, kRecipeSeed);
  trace::Description description = synthesis::synthetic_description(content, kRecipeSeed);
  description.pool_separation = cartography::label_splits(splits, {});
  return generated_.emplace(recipe, Generated{std::move(description), std::move(splits)}).first->second;
}

}  // namespace dimsim::study

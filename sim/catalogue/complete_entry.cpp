#include "dimsim/catalogue/complete_entry.hpp"

#include "dimsim/language/read.hpp"
#include "dimsim/model/device.hpp"

#include <string_view>
#include <vector>

namespace dimsim::catalogue {
namespace {

using language::given;
using language::Node;

/// The precisions in which a device's `compute` has a speed.
std::vector<std::string> precisions_of(const Node& compute) {
  std::vector<std::string> result;
  for (const auto& [name, precision] : model::kPrecisions) {
    if (compute.has(std::string(name))) {
      result.emplace_back(name);
    }
  }
  return result;
}

}  // namespace

void complete_entry(const std::string& kind, Node& entry) {
  Node* compute = kind == "devices" ? entry.find("compute") : nullptr;
  if (compute != nullptr && compute->is_map() && !compute->has("precision")) {
    const std::vector<std::string> given = precisions_of(*compute);
    if (given.size() == 1) {  // with several, the choice is the user's; check() requires one
      compute->entries.insert(compute->entries.begin(),
                              {"precision", Node::scalar(given.front(), compute->place), compute->place});
    }
  }
  // Most models do not factorise their embedding (ALBERT does).
  const Node* hidden = kind == "models" ? given(entry, "hidden") : nullptr;
  if (hidden != nullptr && !entry.has("embedding")) {
    entry.insert_before("embedding_context", "embedding", *hidden);
  }
}

}  // namespace dimsim::catalogue

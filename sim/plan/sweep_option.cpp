#include "dimsim/plan/sweep_option.hpp"

#include "dimsim/language/document.hpp"
#include "dimsim/plan/point_plan.hpp"

#include <memory>
#include <utility>

namespace dimsim::plan {
namespace {

using language::Node;

/// The name of an axis for a path, different from those that the sweep has.
std::string axis_name(const std::string& path, const Node& sweep) {
  const auto is_free = [&](const std::string& name) { return name != kExclude && !sweep.has(name); };
  std::string last = path.substr(path.rfind('.') + 1);
  if (!last.empty() && is_free(last)) {
    return last;
  }
  std::string name = path;  // also for a last part that is the reserved word `exclude`
  for (int i = 2; !is_free(name); ++i) {
    name = path + "-" + std::to_string(i);
  }
  return name;
}

}  // namespace

void add_axis(const std::string& option, language::Node& root, Diagnostics& diagnostics) {
  // The option is a source text like a file, so that messages can point at a column of it.
  const std::string setting = option.substr(kSweepOption.size());
  const auto source = make_source(option, setting);
  const Place begin{source, 1, 1};
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.add(begin, "expected PATH=VALUES",
                    "for example --sweep network.access.bandwidth=1Mbps..100Mbps/log/9");
    return;
  }
  if (setting.find_first_not_of(' ', equals + 1) == std::string::npos) {
    diagnostics.add({source, 1, static_cast<int>(equals) + 2}, "there are no values after '='",
                    "for example --sweep 'model=[bert-base, bert-large]'");
    return;
  }
  try {
    Node values = language::parse_value(source, equals + 1, diagnostics);
    Node* sweep = root.find("sweep");
    if (sweep == nullptr || sweep->kind == Node::Kind::Null) {
      root.set("sweep", Node::map(begin), begin);
      sweep = root.find("sweep");
    }
    if (sweep->is_map()) {  // otherwise the resolver reports the file's sweep
      const std::string path = setting.substr(0, equals);
      Node axis = Node::map(begin);
      axis.set(path, std::move(values), begin);
      sweep->set(axis_name(path, *sweep), std::move(axis), begin);
    }
  } catch (const InputError& error) {
    diagnostics.add(error);
  }
}

}  // namespace dimsim::plan

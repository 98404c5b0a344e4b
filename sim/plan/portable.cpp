#include "dimsim/plan/portable.hpp"

#include "dimsim/scenario/complete.hpp"

#include <functional>
#include <string>

namespace dimsim::plan {
namespace {

using language::Node;

// Lexically: the disk is not read, and symbolic links stay as the user wrote them.
std::string relative_to_scenario(const std::filesystem::path& absolute,
                                 const std::filesystem::path& scenario) {
  return absolute.lexically_proximate(std::filesystem::absolute(scenario).lexically_normal().parent_path())
      .string();
}

void for_each_swept_trace(Node& sweep, const std::function<void(Node&)>& change) {
  for (Node::Entry& axis : sweep.entries) {
    if (Node* traces = axis.value.find("workload.trace")) {
      for (Node& trace : traces->items) {
        change(trace);
      }
    }
  }
}

}  // namespace

void make_swept_traces_absolute(Node& sweep, const std::filesystem::path& file) {
  for_each_swept_trace(sweep, [&](Node& trace) { scenario::make_path_absolute(trace, file); });
}

void make_sweep_portable(Node& sweep, const std::filesystem::path& file) {
  for_each_swept_trace(sweep, [&](Node& trace) { trace.text = relative_to_scenario(trace.text, file); });
}

void make_portable(Node& scenario, const std::filesystem::path& file) {
  Node& trace = *scenario.find("workload")->find("trace");
  trace.text = relative_to_scenario(trace.text, file);
  scenario.remove("cluster");
}

}  // namespace dimsim::plan

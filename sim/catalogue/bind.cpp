#include "dimsim/catalogue/bind.hpp"

#include "dimsim/catalogue/entry_draft.hpp"

#include <utility>

// For callers outside of a scenario, such as `dimsim profile`. The name of the entry is set here, because an
// entry's file has none: it is the name of the file.

namespace dimsim::catalogue {

model::Variant bind_model(const language::Node& node, const std::string& name) {
  model::Variant variant = read_model(node).values;
  variant.name = name;
  return variant;
}

model::Device bind_device(const language::Node& node, const std::string& name, const std::string& precision) {
  model::Device device = device_in(read_device(node), model::find_precision(precision).value());
  device.name = name;
  return device;
}

Link bind_link(const language::Node& node, const std::string& name) {
  Link link = read_link(node);
  link.name = name;
  return link;
}

}  // namespace dimsim::catalogue

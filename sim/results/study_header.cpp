#include "dimsim/results/study_header.hpp"

#include <utility>

namespace dimsim::results {

PointHeader point_header(const scenario::Scenario& point, const trace::Trace& trace, std::string fingerprint,
                         bool keep_requests, const plan::PointDescription& description) {
  PointHeader header{.summary = make_summary(point, trace, description),
                     .policies = {},
                     .resolved_yaml = {},
                     .trace_fingerprint = std::move(fingerprint),
                     .device_group = {},
                     .device_site = {}};
  for (const scenario::PolicyChoice& choice : point.policies) {
    header.policies.push_back(choice.label);
  }
  // Devices and the text of the point are for readers of single requests. Without requests the header stays
  // small, which matters to studies of thousands of points.
  if (!keep_requests) {
    return header;
  }
  header.resolved_yaml = description.yaml;
  for (const scenario::HostGroup& group : point.tiers.front().hosts) {
    for (std::uint32_t number = 0; number < static_cast<std::uint32_t>(group.count); ++number) {
      header.device_group.push_back(group.name);
      header.device_site.push_back(point.sites[scenario::site_of_device(point, group, number)]);
    }
  }
  return header;
}

}  // namespace dimsim::results

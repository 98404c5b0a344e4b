#include "dimsim/analysis/label_flow.hpp"

#include "dimsim/analysis/result_columns.hpp"

#include <algorithm>
#include <cstdint>

namespace dimsim::analysis {

std::optional<LabelFlow> label_flow(const ResultReader& result, const std::vector<const RunEntry*>& runs) {
  result.check_keeps_requests();
  const hdf5::File& file = result.file();
  LabelFlow flow;
  for (const RunEntry* run : runs) {
    const std::string table = run->group + "/requests";
    const std::vector<std::string> columns = file.columns(table);
    if (std::find(columns.begin(), columns.end(), "label") == columns.end()) {
      return std::nullopt;
    }
    const std::vector<hdf5::Column> needed{
        {.name = "answered_tier"}, {.name = "outcome"}, {.name = "measured"}};
    check_columns(file, table, needed);
    const auto labels = file.read_column<std::int8_t>(table, "label");
    const auto tiers = file.read_column<std::uint8_t>(table, "answered_tier");
    const auto outcomes = file.read_column<std::uint8_t>(table, "outcome");
    const auto measured = file.read_column<std::uint8_t>(table, "measured");
    for (std::vector<std::size_t>& of_label : flow) {
      of_label.resize(std::max(of_label.size(), run->tiers.size()));
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (outcomes[i] == 0 && measured[i] != 0 && tiers[i] < run->tiers.size()) {
        const bool is_known = labels[i] >= 0 && static_cast<std::size_t>(labels[i]) + 1 < kLabels.size();
        ++flow.at(is_known ? static_cast<std::size_t>(labels[i]) : kLabels.size() - 1)[tiers[i]];
      }
    }
  }
  return flow;
}

}  // namespace dimsim::analysis

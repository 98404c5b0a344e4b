#include "dimsim/analysis/label_flow.hpp"

#include "dimsim/columns/read.hpp"
#include "dimsim/columns/request_columns.hpp"

#include <algorithm>
#include <cstdint>

namespace dimsim::analysis {

std::optional<LabelFlow> label_flow(const ResultReader& result, const std::vector<const RunEntry*>& runs) {
  namespace requests = columns::requests;
  constexpr auto kAnswered = static_cast<std::uint8_t>(columns::Outcome::Answered);
  result.check_keeps_requests();
  const hdf5::File& file = result.file();
  LabelFlow flow;
  for (const RunEntry* run : runs) {
    const std::string table = run->group + "/" + requests::kTable;
    // Files of version 1 and early files of version 2 have no labels.
    if (!columns::has(file, table, columns::name_of(requests::label))) {
      return std::nullopt;
    }
    // Four narrow columns instead of the whole rows of ResultReader::read, which have no label.
    const auto labels = columns::read(file, table, requests::label);
    const auto tiers = columns::read(file, table, requests::answered_tier);
    const auto outcomes = columns::read(file, table, requests::outcome);
    const auto measured = columns::read(file, table, requests::measured);
    for (std::vector<std::size_t>& of_label : flow) {
      of_label.resize(std::max(of_label.size(), run->tiers.size()));
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      // The bound on the tier guards against a damaged file. A label of -1 means none.
      if (outcomes[i] == kAnswered && measured[i] != 0 && tiers[i] < run->tiers.size()) {
        const bool is_known = labels[i] >= 0 && static_cast<std::size_t>(labels[i]) + 1 < kLabels.size();
        ++flow.at(is_known ? static_cast<std::size_t>(labels[i]) : kLabels.size() - 1)[tiers[i]];
      }
    }
  }
  return flow;
}

}  // namespace dimsim::analysis

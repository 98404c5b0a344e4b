#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/link.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::catalogue {

// Catalogue entries as read: plain values, with the origins of those that are checked against each other. A
// refused value keeps its default, and checks skip it.

struct ModelDraft {
  model::Variant values;
  language::Origin layers;
  language::Origin hidden;
  language::Origin heads;
  language::Origin narrow;         ///< bottleneck.width
  language::Origin groups;         ///< attention.groups
  language::Origin output_groups;  ///< attention.output_groups
  language::Origin block_groups;   ///< feed_forward_block.groups
};

/// The speed of a device in one precision.
struct SpeedDraft {
  model::Precision precision = model::Precision::Fp32;
  double overhead_s = 0;
  double layer_overhead_s = 0;
  double flops_per_s = 0;
  double memory_bytes_per_s = 0;
  language::Origin rate;
};

/// A measured table. Contract: no part was refused (DeviceDraft::measured does not contain other tables).
struct TableDraft {
  std::size_t number = 0;  ///< position in the list of the entry
  model::Precision precision = model::Precision::Fp32;
  model::MeasuredTable values;
  language::NumberList tokens;
  language::NumberList batch;
  language::Origin times;
  std::vector<language::NumberList> rows;  ///< of `times`
  language::Origin tokens_from;
  language::Origin tokens_to;
};

struct DeviceDraft {
  model::Device values;      ///< without the fields that depend on the precision
  language::Origin compute;  ///< given: a map
  std::vector<SpeedDraft> speeds;
  language::Origin precision;  ///< compute.precision
  std::optional<model::Precision> default_precision;
  language::Origin idle;
  language::Origin load;
  std::vector<TableDraft> measured;

  [[nodiscard]] const SpeedDraft* find(model::Precision wanted) const;
  /// The names of the precisions in which it has a speed.
  [[nodiscard]] std::vector<std::string> precisions() const;
};

/// Read the accepted parts of a resolved and completed entry (CatalogueEntry::fields).
[[nodiscard]] ModelDraft read_model(const language::Node& node);
[[nodiscard]] DeviceDraft read_device(const language::Node& node);
[[nodiscard]] Link read_link(const language::Node& node);

/// Check the relations between the fields of an entry. `path` is its name in messages.
void check(const ModelDraft& model, const std::string& path, Diagnostics& diagnostics);
void check(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics);

/// A checked device in one of its precisions. Throws InvariantError if it has no speed in it.
[[nodiscard]] model::Device device_in(const DeviceDraft& draft, model::Precision precision);

}  // namespace dimsim::catalogue

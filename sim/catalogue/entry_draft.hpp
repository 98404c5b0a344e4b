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

// Entries of the catalogue as they were read: plain values, and where those values stand that are checked
// against each other. A value that was refused is left at its default; checks skip it.

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

/// How fast a device is in one precision.
struct SpeedDraft {
  model::Precision precision = model::Precision::Fp32;
  double overhead_s = 0;
  double layer_overhead_s = 0;
  double flops_per_s = 0;
  double memory_bytes_per_s = 0;
  language::Origin rate;
};

/// A measured table. Contract: has no refused part (others are left out of DeviceDraft::measured).
struct TableDraft {
  std::size_t number = 0;  ///< in the list of the entry
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
  model::Device values;      ///< without what depends on the precision
  language::Origin compute;  ///< given: a map
  std::vector<SpeedDraft> speeds;
  language::Origin precision;  ///< compute.precision
  std::optional<model::Precision> default_precision;
  language::Origin idle;
  language::Origin load;
  std::vector<TableDraft> measured;

  [[nodiscard]] const SpeedDraft* find(model::Precision wanted) const;
  /// Names of the precisions that it has a speed in.
  [[nodiscard]] std::vector<std::string> precisions() const;
};

/// Read a resolved and completed entry (CatalogueEntry::fields), or as much of it as was not refused.
[[nodiscard]] ModelDraft read_model(const language::Node& node);
[[nodiscard]] DeviceDraft read_device(const language::Node& node);
[[nodiscard]] Link read_link(const language::Node& node);

/// What must hold between the fields of an entry. `path` names it in messages.
void check(const ModelDraft& model, const std::string& path, Diagnostics& diagnostics);
void check(const DeviceDraft& device, const std::string& path, Diagnostics& diagnostics);

/// A checked device in one of the precisions that it has.
[[nodiscard]] model::Device device_in(const DeviceDraft& draft, model::Precision precision);

}  // namespace dimsim::catalogue

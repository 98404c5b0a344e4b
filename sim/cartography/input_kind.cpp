#include "dimsim/base/error.hpp"
#include "dimsim/cartography/epoch_files.hpp"
#include "dimsim/cartography/sample_map.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/import/json_lines.hpp"

#include <fstream>
#include <string>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

// By content, not by name: all three kinds occur under names that users choose.
InputKind kind_of(const std::filesystem::path& input) {
  if (std::filesystem::is_directory(input)) {
    return InputKind::Dynamics;
  }
  if (!std::ifstream(input) || hdf5::is_hdf5(input)) {
    return InputKind::Trace;  // an unreadable file too: the trace reader reports the reason
  }
  trace::LineFaults faults(input.string());
  trace::JsonRecord record;
  trace::JsonLines lines(input);
  // One line decides; errors in later lines are reported by the reader of that kind.
  const bool has_record = lines.next_line(record, faults);
  if (has_record && record.find_prefix(kLogits) != nullptr) {
    return InputKind::Dynamics;
  }
  if (has_record && record.find("confidence") != nullptr) {
    return InputKind::Map;
  }
  // If the first line is no JSON, the reason is more helpful than the list of kinds alone.
  const std::string empty = has_record ? "" : ": it is empty";
  throw InputError(file_place(input.string()),
                   "is neither a trace (HDF5) nor training dynamics or map coordinates (JSON lines)" +
                       (faults.empty() ? empty : ": " + faults.first()),
                   "training dynamics have 'logits_epoch_K' in each line, map coordinates have 'confidence'");
}

const char* name_of(InputKind kind) {
  switch (kind) {
    case InputKind::Trace:
      return "a trace";
    case InputKind::Dynamics:
      return "training dynamics";
    case InputKind::Map:
      return "map coordinates";
  }
  throw InvariantError("kind of input outside of its enumeration");
}

}  // namespace

InputKind kind_of(std::span<const std::filesystem::path> inputs) {
  const InputKind first = kind_of(inputs.front());
  for (const std::filesystem::path& input : inputs.subspan(1)) {
    const InputKind kind = kind_of(input);
    if (kind != first) {
      throw InputError(
          file_place(input.string()),
          fmt::format("holds {}, but {} holds {}", name_of(kind), inputs.front().string(), name_of(first)),
          "give inputs of one kind");
    }
    if (kind != InputKind::Dynamics) {
      throw InputError(file_place(input.string()), fmt::format("is a second input with {}", name_of(kind)),
                       "only training dynamics may be split into several files");
    }
  }
  return first;
}

}  // namespace dimsim::cartography

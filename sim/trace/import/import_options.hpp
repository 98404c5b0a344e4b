#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// A column of an imported file, with the names that it is recognised by, ignoring case.
struct Column {
  std::string name;                ///< name in --column
  std::vector<std::string> names;  ///< names in files
};
[[nodiscard]] const std::vector<Column>& import_columns();

/// Sanity limit on the number of classes; larger numbers are most likely a mistake and would need too much
/// memory.
inline constexpr int kMaxClasses = 10'000;

/// Whether a name is a valid split name: letters, digits, '_' and '-'.
[[nodiscard]] bool is_split_name(std::string_view name);

struct ImportOptions {
  std::string split = "test";                  ///< of samples whose file does not state a split
  std::map<std::string, std::string> columns;  ///< Column::name -> name in the files; "" = do not use it
  std::optional<std::int32_t> tokens;          ///< of every sample whose file has no such column
  std::optional<std::int32_t> text_bytes;      ///< the same [B]
  std::optional<int> classes;                  ///< of the model; empty: as many as appear in the files
  int first_exit = 1;                          ///< number of the first exit in the files
  bool clip_confidence = false;                ///< raise confidences below 1 / classes to that value
};

}  // namespace dimsim::trace

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// What a file to import can hold, with the names that are looked for, in any case of letters.
struct Column {
  std::string name;                ///< what --column calls it
  std::vector<std::string> names;  ///< what files call it
};
[[nodiscard]] const std::vector<Column>& import_columns();

/// Sanity limit on the number of classes; larger numbers are most likely a mistake, and need much memory.
inline constexpr int kMostClasses = 10'000;

/// Whether a split can be called so: letters, digits, '_' and '-'.
[[nodiscard]] bool is_split_name(std::string_view name);

struct ImportOptions {
  std::string split = "test";                  ///< of samples whose file says nothing
  std::map<std::string, std::string> columns;  ///< Column::name -> name in the files; "" = do not use it
  std::optional<std::int32_t> tokens;          ///< of every sample whose file does not say
  std::optional<std::int32_t> text_bytes;      ///< the same [B]
  std::optional<int> classes;                  ///< of the model; nothing: as many as the files show
  int first_exit = 1;                          ///< number of the first exit in the files
  bool clip_confidence = false;                ///< raise what is below 1 / classes to that
};

}  // namespace dimsim::trace

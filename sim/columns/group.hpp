#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::columns {

/// `format` and `version` attributes of a result file. The version is raised when the meaning of something
/// that every file has changes; new columns form a group instead.
inline constexpr const char* kResultFormat = "dimsim.result";
inline constexpr int kResultVersion = 3;

/// A set of related columns that some files have. The attribute `groups` of a file lists its groups with
/// their versions, as JSON; the attribute `group.<column>` of a table names the group of a column.
struct Group {
  std::string_view name;
  int version = 1;
  /// Whether a reader that does not know the group would misread the other columns, and must refuse the file.
  /// Otherwise it ignores the group's columns.
  bool is_required = false;
  std::string_view description = {};
};

/// The columns that every file has; their version is that of the file.
inline constexpr Group kCore{
    .name = "core", .version = kResultVersion, .is_required = true, .description = "what every file has"};

/// Work that was spent on requests without an answer.
inline constexpr Group kWaste{
    .name = "waste", .version = 1, .description = "work spent on requests that were not answered"};

/// All groups that this program knows, except the core.
inline constexpr std::array kGroups{kWaste};

/// A group as a file names it.
struct GroupOfFile {
  std::string name;
  int version = 1;
  bool is_required = false;

  bool operator==(const GroupOfFile&) const = default;
};

/// The attribute `groups`: writes it as a text, and parses it. Parsing throws InputError without a place if
/// the text is not such a list.
inline constexpr const char* kGroupsAttribute = "groups";
[[nodiscard]] std::string to_text(std::span<const Group> groups);
[[nodiscard]] std::vector<GroupOfFile> groups_of_text(const std::string& text);

/// The groups of a file that a program with the groups `known` can use: those with a known name and a version
/// up to the known one. Throws InputError without a place for a required group that it cannot use.
[[nodiscard]] std::vector<GroupOfFile> usable_groups(std::span<const GroupOfFile> of_file,
                                                     std::span<const Group> known = kGroups);

}  // namespace dimsim::columns

#include "dimsim/columns/group.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// Groups let old programs read new files. With a single version number every new column would make all older
// readers refuse the file, or misread it silently; here they skip what is optional.
namespace dimsim::columns {

std::string to_text(std::span<const Group> groups) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Group& group : groups) {
    list.push_back({{"name", group.name}, {"version", group.version}, {"required", group.is_required}});
  }
  return list.dump();
}

std::vector<GroupOfFile> groups_of_text(const std::string& text) {
  // Without exceptions: an attribute of a foreign file is input, and its fault is reported like any other.
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  std::vector<GroupOfFile> groups;
  bool is_list = list.is_array();
  for (const nlohmann::json& each : is_list ? list : nlohmann::json::array()) {
    is_list = is_list && each.is_object() && each.contains("name") && each["name"].is_string() &&
              each.contains("version") && each["version"].is_number_integer() && each.contains("required") &&
              each["required"].is_boolean();
    if (is_list) {
      groups.push_back({each["name"], each["version"], each["required"]});
    }
  }
  if (!is_list) {
    throw InputError(
        fmt::format("attribute '{}' is not a JSON list of groups of columns with name, version and required",
                    kGroupsAttribute),
        "it may have been written or changed by another program");
  }
  return groups;
}

std::vector<GroupOfFile> usable_groups(std::span<const GroupOfFile> of_file, std::span<const Group> known) {
  std::vector<GroupOfFile> usable;
  for (const GroupOfFile& group : of_file) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&group](const Group& each) { return each.name == group.name; });
    // An older version is usable: a program that raises the version of a group must still read the earlier
    // ones.
    if (found != known.end() && group.version <= found->version) {
      usable.push_back(group);
    } else if (group.is_required) {
      throw InputError(
          fmt::format("has columns of the group {} in version {}, without which its other columns would be "
                      "misread; this dimsim {}",
                      quote(group.name), group.version,
                      found == known.end() ? "does not know the group"
                                           : fmt::format("reads versions up to {}", found->version)),
          "use a newer dimsim");
    }
  }
  return usable;
}

}  // namespace dimsim::columns

#include "dimsim/plan/cluster.hpp"

#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace dimsim::plan {
namespace {

// Sanity limits: a cluster has stricter ones of its own, which its users know and dimsim does not.
constexpr double kLongestTime = 31'536'000;  ///< a year [s]
constexpr double kLargestMemory = 1e15;      ///< of a task [B]
constexpr double kMostCores = 10'000;        ///< of a task; Slurm's limit is 65,533

/// Options of sbatch that the script sets, and what to use instead. Setting one twice is no error for sbatch:
/// one of the two wins silently, and with another array, for example, shards would be missing in the end.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kOwnOptions{
    {{"array", "--shards gives the number of tasks"},
     {"job-name", "'name' of the scenario is the job's name"},
     {"time", "use 'cluster.time'"},
     {"mem", "use 'cluster.memory'"},
     {"mem-per-cpu", "use 'cluster.memory'"},
     {"mem-per-gpu", "use 'cluster.memory'"},
     {"cpus-per-task", "use 'cluster.cpus'"},
     {"partition", "use 'cluster.partition'"},
     {"account", "use 'cluster.account'"},
     {"requeue", "the script requeues tasks that were stopped"},
     {"no-requeue", "the script requeues tasks that were stopped"},
     {"open-mode", "the script appends to the log of a requeued task"},
     {"output", "logs are named after the job"}}};

/// Letters and digits, and the characters `more`.
bool is_name_character(char c, std::string_view more) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != std::string_view::npos;
}

/// Checks a name that is defined by the cluster; `more` are the characters allowed beside letters and digits.
/// A list of allowed characters rather than of forbidden ones: the script is run by a shell.
void check_name(const language::Origin& name, const char* key, std::string_view more,
                Diagnostics& diagnostics) {
  if (!name.is_given()) {
    return;
  }
  const bool has_bad =
      std::any_of(name.text.begin(), name.text.end(), [more](char c) { return !is_name_character(c, more); });
  if (name.text.empty() || has_bad || name.text.front() == '-') {
    diagnostics.add(name.place, fmt::format("cluster.{}: {} cannot be a name", key, quote(name.text)),
                    fmt::format("use letters, digits and {}, and no '-' at the beginning", more));
  }
}

/// The fault of an option of sbatch and a hint; empty if it has none. Only long options are allowed, because
/// a short one, such as -a for --array, could not be compared with those of the script.
std::pair<std::string, std::string> fault_of(const std::string& option) {
  const std::string name = option.substr(0, option.find('='));
  if (name.size() < 3 || !name.starts_with("--") || name[2] == '-') {
    return {"is not an option of sbatch", "write it in its long form, such as --qos=long"};
  }
  const bool has_bad = std::any_of(option.begin(), option.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("\"'\\#`$;").find(c) != std::string_view::npos;
  });
  if (has_bad) {
    return {"contains a blank, a quote or another character with a meaning for sbatch or a shell",
            "write one option per item, as --name or --name=value"};
  }
  for (const auto& [own, instead] : kOwnOptions) {
    if (own.starts_with(std::string_view(name).substr(2))) {  // sbatch accepts abbreviations, such as --arr
      return {"is set by the script itself", std::string(instead)};
    }
  }
  return {};
}

}  // namespace

language::TypePtr cluster_type() {
  using language::defaulted;
  using language::optional;
  using language::quantity;
  return language::record(
      {defaulted("time", quantity(Dimension::Time, 0, false, kLongestTime), "1 h",
                 "time limit of a task; a task that is started again continues where it stopped"),
       defaulted("memory", quantity(Dimension::Data, 0, false, kLargestMemory), "2 GB", "of a task"),
       defaulted("cpus", language::integer(1, kMostCores), "4",
                 "cores of a task, which simulates as many policies at the same time"),
       optional("partition", language::text(), "default: the cluster's"),
       optional("account", language::text(), "account that is charged; default: the user's"),
       defaulted("extra", language::list(language::text()), "[]",
                 "further options of sbatch, such as `--qos=long`")});
}

ClusterDraft read_cluster(const language::Node& study) {
  ClusterDraft draft;
  const language::Node* node = language::given(study, "cluster");
  if (node == nullptr) {
    return draft;
  }
  Cluster& cluster = draft.values;
  language::read(*node, "time", cluster.time_s);
  language::read(*node, "memory", cluster.memory_bytes);
  language::read(*node, "cpus", cluster.cpus);
  draft.partition = language::read(*node, "partition", cluster.partition);
  draft.account = language::read(*node, "account", cluster.account);
  if (const language::Node* extra = language::given(*node, "extra")) {
    for (const language::Node& option : extra->items) {
      draft.extra.push_back(language::origin_of(option));
      cluster.extra.push_back(option.text);
    }
  }
  return draft;
}

void check(const ClusterDraft& cluster, Diagnostics& diagnostics) {
  check_name(cluster.partition, "partition", "_-.,", diagnostics);
  check_name(cluster.account, "account", "_-.@", diagnostics);
  for (std::size_t i = 0; i < cluster.extra.size(); ++i) {
    const language::Origin& option = cluster.extra[i];
    if (!option.is_given()) {
      continue;
    }
    if (const auto [fault, hint] = fault_of(option.text); !fault.empty()) {
      diagnostics.add(option.place, fmt::format("cluster.extra.{}: {} {}", i, quote(option.text), fault),
                      hint);
    }
  }
}

}  // namespace dimsim::plan

#include "dimsim/plan/cluster.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

constexpr double kLongestTime = 31'536'000;  ///< a year [s]
constexpr double kLargestMemory = 1e15;      ///< of a task [B]
constexpr double kMostCores = 10'000;        ///< of a task; Slurm's limit is 65,533

/// Options of sbatch that the script sets, and what changes them here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kOwnOptions{
    {{"array", "--shards says how many tasks there are"},
     {"job-name", "'name' of the scenario is the job's name"},
     {"time", "use 'cluster.time'"},
     {"mem", "use 'cluster.memory'"},
     {"mem-per-cpu", "use 'cluster.memory'"},
     {"mem-per-gpu", "use 'cluster.memory'"},
     {"cpus-per-task", "use 'cluster.cpus'"},
     {"partition", "use 'cluster.partition'"},
     {"account", "use 'cluster.account'"},
     {"requeue", "a task that is stopped goes on later"},
     {"no-requeue", "a task that is stopped goes on later"},
     {"open-mode", "the log of a task that goes on later is continued"},
     {"output", "logs stand beside each other under the job's name"}}};

/// The characters that Slurm's own names are made of.
bool is_name_character(char c, std::string_view more) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != std::string_view::npos;
}

/// A name of the cluster's: `more` are the characters beside letters and digits.
void check_name(const Node& cluster, const char* key, std::string_view more, Diagnostics& diagnostics) {
  const Node* name = valid(cluster, key);
  if (name == nullptr) {
    return;
  }
  const bool has_bad = std::any_of(name->text.begin(), name->text.end(),
                                   [more](char c) { return !is_name_character(c, more); });
  if (name->text.empty() || has_bad || name->text.front() == '-') {
    diagnostics.add(name->place, fmt::format("cluster.{}: {} cannot be a name", key, quote(name->text)),
                    fmt::format("use letters, digits and {}, and no '-' at the beginning", more));
  }
}

/// What is wrong with an option of sbatch, and what to do.
std::pair<std::string, std::string> fault_of(const std::string& option) {
  const std::string name = option.substr(0, option.find('='));
  if (name.size() < 3 || !name.starts_with("--") || name[2] == '-') {
    return {"is no option of sbatch", "write it in its long form, such as --qos=long"};
  }
  const bool has_bad = std::any_of(option.begin(), option.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("\"'\\#`$;").find(c) != std::string_view::npos;
  });
  if (has_bad) {
    return {"holds a blank, a quote or another character that sbatch or a shell would take apart",
            "one option for each item, as --name or --name=value"};
  }
  for (const auto& [own, instead] : kOwnOptions) {
    if (own.starts_with(std::string_view(name).substr(2))) {  // sbatch takes an option's beginning for it
      return {"is what the script sets itself", std::string(instead)};
    }
  }
  return {};
}

}  // namespace

TypePtr cluster_type() {
  using language::defaulted;
  using language::optional;
  using language::quantity;
  return language::record(
      {defaulted("time", quantity(Dimension::Time, 0, false, kLongestTime), "1 h",
                 "after which Slurm ends a task; a task that is started again goes on where it was"),
       defaulted("memory", quantity(Dimension::Data, 0, false, kLargestMemory), "2 GB", "of a task"),
       defaulted("cpus", language::integer(1, kMostCores), "4",
                 "cores of a task, which simulates as many policies at the same time"),
       optional("partition", language::text(), "default: the cluster's"),
       optional("account", language::text(), "that pays; default: the user's"),
       defaulted("extra", language::list(language::text()), "[]",
                 "further options of sbatch, such as `--qos=long`")});
}

void check_cluster(const Node& scenario, Diagnostics& diagnostics) {
  const Node* cluster = valid(scenario, "cluster");
  if (cluster == nullptr) {
    return;
  }
  check_name(*cluster, "partition", "_-.,", diagnostics);
  check_name(*cluster, "account", "_-.@", diagnostics);
  const Node* extra = valid(*cluster, "extra");
  for (std::size_t i = 0; extra != nullptr && i < extra->items.size(); ++i) {
    const Node& option = extra->items[i];
    if (!option.is_scalar()) {
      continue;
    }
    if (const auto [fault, hint] = fault_of(option.text); !fault.empty()) {
      diagnostics.add(option.place, fmt::format("cluster.extra.{}: {} {}", i, quote(option.text), fault),
                      hint);
    }
  }
}

Cluster bind_cluster(const Node& scenario) {
  Cluster cluster;
  const Node* node = scenario.find("cluster");
  if (node == nullptr) {
    return cluster;
  }
  cluster.time_s = node->at("time").quantity(Dimension::Time);
  cluster.memory_bytes = node->at("memory").quantity(Dimension::Data);
  cluster.cpus = static_cast<int>(node->at("cpus").integer());
  if (const Node* partition = node->find("partition")) {
    cluster.partition = partition->string();
  }
  if (const Node* account = node->find("account")) {
    cluster.account = account->string();
  }
  for (const Node& option : node->at("extra").items) {
    cluster.extra.push_back(option.string());
  }
  return cluster;
}

}  // namespace dimsim::scenario

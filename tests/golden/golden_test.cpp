/// Every shipped scenario runs, and its numbers are those of the digest beside this file; the documentation
/// shows what the program really prints. `make update-golden` rewrites both; what may change them is said in
/// tests/README.md.

#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// All that is shipped, so that a new scenario cannot be forgotten.
std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(DIMSIM_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() == ".yaml") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A line for each value, under its path. Numbers have nine digits: mathematical functions may differ in the
/// last ones from processor to processor. An empty list or map has a line too, so that none goes unseen.
void write_values(const Json& value, const std::string& path, std::string& digest) {
  if (value.is_structured() && value.empty()) {
    digest += path + " empty\n";
  } else if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      write_values(item, path + "." + key, digest);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      write_values(value[i], fmt::format("{}[{}]", path, i), digest);
    }
  } else if (value.is_number()) {
    digest += fmt::format("{} {:.9g}\n", path, value.get<double>());
  } else if (value.is_string()) {
    digest += fmt::format("{} '{}'\n", path, value.get<std::string>());
  } else if (value.is_boolean()) {
    digest += fmt::format("{} {}\n", path, value.get<bool>());
  } else if (value.is_null()) {
    digest += path + " none\n";
  } else {
    throw std::runtime_error(fmt::format("{} is of a type that no digest has: {}", path, value.type_name()));
  }
}

/// Of a study with many points what it is about: accuracy, λ and mean latency of each policy.
std::string study_digest_of(const Json& summary) {
  std::string digest;
  for (const Json& point : summary.at("points")) {
    std::string name;
    for (const auto& [axis, label] : point.at("labels").items()) {
      name += label.get<std::string>() + "/";
    }
    for (const Json& policy : point.at("policies")) {
      digest += fmt::format("{}{} accuracy {:.9g} lambda {:.9g} latency_s {:.9g}\n", name,
                            policy.at("policy").get<std::string>(), policy.at("accuracy").get<double>(),
                            policy.at("cost").at("lambda").get<double>(),
                            policy.at("latency_s").at("mean").get<double>());
    }
  }
  return digest;
}

std::string digest_of(const Json& summary) {
  if (summary.at("points").size() > 1) {
    return study_digest_of(summary);
  }
  std::string digest;
  for (const Json& point : summary.at("points")) {
    for (const Json& policy : point.at("policies")) {
      write_values(policy, policy.at("policy").get<std::string>(), digest);
    }
  }
  return digest;
}

std::string name_of(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

/// Of the studies' policies, those whose tables docs/does-routing-pay.md shows.
const std::string kShownPolicies = "pools,cartography-drop,early-exit-drop";

bool updating() { return std::getenv("DIMSIM_UPDATE") != nullptr; }

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, ScenarioGivesTheNumbersOfItsDigest) {
  const TemporaryFolder folder;
  const fs::path json = folder.path() / "summary.json";
  const std::string command =
      fmt::format("'{}' run '{}/scenarios/{}.yaml' -q -o '{}' --json '{}' > /dev/null", DIMSIM_PROGRAM,
                  DIMSIM_SOURCE_DIR, GetParam(), (folder.path() / "result.h5").string(), json.string());
  ASSERT_EQ(std::system(command.c_str()), 0) << command;  // NOLINT(cert-env33-c): a test's own command
  const std::string digest = digest_of(Json::parse(read_file(json)));
  ASSERT_FALSE(digest.empty());

  const fs::path golden = fs::path(DIMSIM_SOURCE_DIR "/tests/golden") / (GetParam() + ".txt");
  if (updating()) {
    std::ofstream(golden) << digest;
    return;
  }
  if (read_file(golden) == digest) {
    return;
  }
  const fs::path measured = folder.path() / "measured.txt";
  std::ofstream(measured) << digest;
  const std::string compare = fmt::format("diff -u '{}' '{}'", golden.string(), measured.string());
  const int status = std::system(compare.c_str());  // NOLINT(cert-env33-c): shows the difference
  FAIL() << "results changed (diff: " << status
         << "); if they should, run make update-golden and write it into "
         << "CHANGELOG.md under 'Results change'";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Golden, testing::ValuesIn(shipped_scenarios()), name_of);

/// Holds the block of a document that begins with a marker to what the program prints, or updates it.
void expect_block(const fs::path& file, const std::string& opening, const std::string& output) {
  const std::string document = read_file(file);
  const std::size_t marker = document.find(opening);
  ASSERT_NE(marker, std::string::npos) << file << " has no marker";
  const std::size_t begin = marker + opening.size();
  const std::size_t end = document.find("```\n", begin);
  ASSERT_NE(end, std::string::npos) << "the block has no end";
  if (updating()) {
    std::ofstream(file) << document.substr(0, begin) + output + document.substr(end);
    return;
  }
  EXPECT_EQ(document.substr(begin, end - begin), output) << "to update it: make update-golden";
}

/// The block that README.md promises after `make run`, which runs the quickstart: stdout, then the line about
/// the result file, which goes to stderr.
TEST(Quickstart, ReadmeShowsTheRealOutput) {
  const Shell shell;
  const Outcome outcome = shell.run("$DIMSIM run $SCENARIOS/quickstart.yaml");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  expect_block(DIMSIM_SOURCE_DIR "/README.md", "<!-- output of `make run` -->\n```\n",
               outcome.output + outcome.messages);
}

TEST(Quickstart, ComparingPoliciesShowsTheRealOutput) {
  const Shell shell;
  const Outcome outcome = shell.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml -q > summary && $DIMSIM compare results/quickstart.h5");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  expect_block(DIMSIM_SOURCE_DIR "/docs/comparing.md",
               "<!-- output of `dimsim compare results/quickstart.h5` -->\n```\n", outcome.output);
}

/// The tables of the two studies, as they come out.
TEST(Studies, DocumentationShowsTheirRealTables) {
  const Shell shell;
  for (const std::string name : {"glue-study", "real-study"}) {
    ASSERT_EQ(shell.run("$DIMSIM run $SCENARIOS/" + name + ".yaml -q -o " + name + ".h5 > /dev/null").status,
              0);
    const std::string command = "compare results/" + name + ".h5 --grid --policies " + kShownPolicies;
    const Outcome outcome = shell.run("$DIMSIM compare " + name + ".h5 --grid --policies " + kShownPolicies);
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
    const std::string grid = outcome.output.substr(0, outcome.output.find("\n\n±") + 1);
    expect_block(DIMSIM_SOURCE_DIR "/docs/does-routing-pay.md",
                 "<!-- output of `dimsim " + command + "` -->\n```\n", grid);
  }
}

}  // namespace
}  // namespace dimsim

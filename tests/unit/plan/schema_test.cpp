// Schema and reader come from one tree of types. An independent checker (Python's jsonschema) compares them:
// scenarios that the reader accepts are valid, and values that are wrong by themselves (not in relation to
// others) are not.
#include "dimsim/plan/schema.hpp"

#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;

using Json = nlohmann::ordered_json;

constexpr const char* kPython = "/usr/bin/python3";

/// YAML as an editor sees it (core schema of YAML 1.2), read by yaml-cpp itself.
Json as_json(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Sequence: {
      Json list = Json::array();
      for (const YAML::Node& item : node) {
        list.push_back(as_json(item));
      }
      return list;
    }
    case YAML::NodeType::Map: {
      Json map = Json::object();
      for (const auto& entry : node) {
        map[entry.first.Scalar()] = as_json(entry.second);
      }
      return map;
    }
    case YAML::NodeType::Scalar: {
      const std::string& text = node.Scalar();
      if (node.Tag() == "?" && (text == "true" || text == "false")) {
        return text == "true";
      }
      const Json number =
          node.Tag() == "?" ? Json::parse(text, nullptr, false) : Json(Json::value_t::discarded);
      return number.is_number() ? number : Json(text);
    }
    default:
      return nullptr;
  }
}

/// Runs Python's jsonschema; returns for each document whether it is valid.
Json verdicts(const Json& schema, const Json& documents) {
  const TemporaryFolder own;  // CTest runs the tests of this file side by side
  const std::filesystem::path& folder = own.path();
  std::ofstream(folder / "in.json") << Json{{"schema", schema}, {"documents", documents}};
  std::ofstream(folder / "check.py") << R"(import json, sys
from jsonschema import Draft7Validator
work = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(work["schema"])
check = Draft7Validator(work["schema"])
json.dump({k: [e.message[:200] for e in check.iter_errors(v)] for k, v in work["documents"].items()}, open(sys.argv[2], "w"))
)";
  const std::string command = std::string(kPython) + " " + (folder / "check.py").string() + " " +
                              (folder / "in.json").string() + " " + (folder / "out.json").string();
  if (std::system(command.c_str()) != 0) {
    throw std::runtime_error("the checker failed");
  }
  return Json::parse(test::read_file(folder / "out.json"));
}

bool has_checker() {
  return std::system((std::string(kPython) + " -c 'import jsonschema' 2>/dev/null").c_str()) == 0;
}

class Schema : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_checker()) {
      GTEST_SKIP() << kPython << " has no jsonschema (package python3-jsonschema)";
    }
  }
};

TEST_F(Schema, AcceptsEveryShippedScenarioAndItsResolvedForm) {
  test::use_shipped_catalogue();
  Json documents = Json::object();
  for (const std::filesystem::path& file : test::yaml_files(test::kSource / "scenarios")) {
    documents[file.filename().string()] = as_json(YAML::LoadFile(file.string()));
    documents["resolved " + file.filename().string()] =
        as_json(YAML::Load(load_study(file).settings.resolved_yaml));
  }
  ASSERT_GE(documents.size(), 2U);
  const Json answer =
      verdicts(scenario_schema(catalogue::Catalogue(catalogue::Catalogue::default_root())), documents);
  for (const auto& [name, errors] : answer.items()) {
    EXPECT_TRUE(errors.empty()) << name << ": " << errors.dump(1);
  }
}

TEST_F(Schema, RefusesValuesThatAreWrongByThemselves) {
  test::use_test_catalogue();
  Json documents = Json::object();
  for (const std::filesystem::path& file : test::yaml_files(test::kSource / "tests/faults/scenarios")) {
    if (test::read_file(file).starts_with("# schema: refused too")) {
      documents[file.filename().string()] = as_json(YAML::LoadFile(file.string()));
    }
  }
  ASSERT_GE(documents.size(), 50U);
  documents["good"] = as_json(YAML::Load(test::good()));
  documents["good in percent"] =
      as_json(YAML::Load(test::good() + "precision: {metric: m, relative: 2%, confidence: 0.9}\n"));
  documents["good with a boolean"] = as_json(YAML::Load(test::good() + "keep_requests: true\n"));
  documents["good with ranges"] = as_json(
      YAML::Load(test::good() + "sweep: {a: {workload.rate: 1 /s..9 /s/log/5}, b: {seed: 1..9/lin/12}, "
                                "exclude: [{a: \"< 3 /s\", b: 4}, {b: [1, 2]}]}\n"));
  documents["fragment"] = as_json(YAML::Load("include: good.yaml\nworkload: {requests: ~, duration: 5 s}"));
  const Json answer =
      verdicts(scenario_schema(catalogue::Catalogue(catalogue::Catalogue::default_root())), documents);
  for (const auto& [name, errors] : answer.items()) {
    const bool is_good = name.starts_with("good") || name == "fragment";
    EXPECT_EQ(errors.empty(), is_good) << name << ": " << errors.dump(1);
  }
}

TEST_F(Schema, AgreesWithTheReaderAboutMutants) {
  // Every scalar of a good scenario is replaced in turn; what the reader accepts must be valid.
  test::use_test_catalogue();
  Json documents = Json::object();
  std::vector<std::string> accepted;
  const std::string good = test::good();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char* by : {"5", "5 ms", "x"}) {
      const bool begins = at > 0 && good[at - 1] == ' ' && good[at] != ' ' && good[at - 2] == ':';
      if (!begins || good[at] == '{' || good[at] == '[') {
        continue;
      }
      std::string text = good;
      text.replace(at, good.find_first_of(",}]\n", at) - at, by);
      const std::string name = std::to_string(at) + " " + by;
      documents[name] = as_json(YAML::Load(text));
      if (test::complaint(text).empty()) {
        accepted.push_back(name);
      }
    }
  }
  const Json answer =
      verdicts(scenario_schema(catalogue::Catalogue(catalogue::Catalogue::default_root())), documents);
  EXPECT_GE(accepted.size(), 5U);
  for (const std::string& name : accepted) {
    EXPECT_TRUE(answer[name].empty()) << name << ": " << answer[name].dump(1);
  }
}

}  // namespace
}  // namespace dimsim::plan

#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/plan/load.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace dimsim::scenario::test {

inline const std::filesystem::path kSource = DIMSIM_SOURCE_DIR;

/// A small catalogue of invented entries, so that messages and figures do not change when the real one grows.
inline void use_test_catalogue() {
  const std::string root = (kSource / "tests/unit/scenario/catalogue").string();
  ::setenv("DIMSIM_CATALOGUE", root.c_str(), 1);
}

inline void use_shipped_catalogue() { ::unsetenv("DIMSIM_CATALOGUE"); }

/// A correct scenario on the test catalogue.
inline std::string good() {
  return R"(description: a test
seed: 7
workload: {trace: traces/t.h5, rate: 2 /s, requests: 100, warm_up_requests: 10, samples: shuffled}
model: tiny
deployment:
  tiers:
    - {name: mobile, layers: 1-3, hosts: [{device: phone, count: 20}]}
    - {name: edge, layers: 1-6, exits: [3, 6], hosts: [{device: box}]}
    - {name: cloud, layers: 1-12, hosts: [{device: gpu, servers: 4}], balance: round-robin}
network:
  access: {base: radio, bandwidth: {up: 5 Mbps}, sharing: shared}
  backhaul: fibre
  wan: wan
policies: [all-mobile, {policy: fixed, tier: edge, label: near}]
cost: {layer: 0.5, offload: {edge: 3}}
)";
}

inline std::string replaced(std::string text, const std::string& old, const std::string& by) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) {
    throw std::logic_error("the test's text does not contain '" + old + "'");
  }
  return text.replace(at, old.size(), by);
}

inline Scenario load_good(const std::vector<std::string>& settings = {}) {
  use_test_catalogue();
  return plan::load_text(good(), "folder/good.yaml", settings);
}

/// The same as a study.
inline plan::Study load_good_study(const std::vector<std::string>& settings = {}) {
  use_test_catalogue();
  return plan::load_study_text(good(), "folder/good.yaml", settings);
}

/// The message of load_text about a text, or "" if it loads.
inline std::string complaint(const std::string& text, const std::vector<std::string>& settings = {}) {
  use_test_catalogue();
  try {
    static_cast<void>(plan::load_text(text, "folder/bad.yaml", settings));
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline bool updating() { return std::getenv("DIMSIM_UPDATE") != nullptr; }

}  // namespace dimsim::scenario::test

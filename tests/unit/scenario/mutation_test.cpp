// Any scenario file either loads or is refused with InputError: no crash, no other exception.
#include "unit/scenario/fixture.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::scenario {
namespace {

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (auto n = 1 + (random_() % 4) / 3; n > 0; --n) {
      change(text);
    }
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void change(std::string& text) {
    const std::vector<std::string> pieces{
        "{",    "}",  "[",    "]",           ":",    ",",      "-",    "\n",  "  ",  "\t",
        "'",    "\"", "#",    "&a ",         "*a",   "~",      "-1",   "0",   "nan", ".inf",
        "1e99", "ms", "Mbps", "99999999999", "null", "base: ", "\xff", "\0x", "é",   "<<: "};
    const std::size_t at = below(text.size());
    const std::size_t length = below(12);
    switch (random_() % 5) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, pieces[below(pieces.size())]);
        break;
      case 2:
        text.replace(at, length, pieces[below(pieces.size())]);
        break;
      case 3:
        text.insert(below(text.size()), text.substr(at, below(60)));  // a piece of itself somewhere else
        break;
      default:
        swap_lines(text);
    }
  }

  void swap_lines(std::string& text) {
    const std::size_t first = text.find('\n', below(text.size()));
    const std::size_t second = first == std::string::npos ? first : text.find('\n', first + 1);
    if (second != std::string::npos) {
      text = text.substr(0, first + 1) + text.substr(second + 1) + text.substr(first + 1, second - first);
    }
  }

  std::mt19937 random_;
};

TEST(Mutations, LoadOrAreRefused) {
  test::use_test_catalogue();
  int loaded = 0;
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    const std::string text = Mutator(seed).mutate(test::good());
    try {
      const std::string resolved = plan::load_study_text(text, "folder/mutant.yaml").settings.resolved_yaml;
      ++loaded;
      EXPECT_EQ(plan::load_study_text(resolved, "/resolved.yaml").settings.resolved_yaml, resolved) << text;
    } catch (const InputError& error) {
      EXPECT_FALSE(error.diagnostics().empty());
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what() << "\nseed " << seed << " of\n" << text;
    }
  }
  // If too few loaded, the mutations would test the YAML parser only; if too many, hardly any error.
  EXPECT_GT(loaded, 100);
  EXPECT_LT(loaded, 1'500);
}

TEST(Mutations, OfSettingsLoadOrAreRefused) {
  const std::vector<std::string> settings{
      "network.access.bandwidth.up=5Mbps", "deployment.tiers.edge.hosts.box.count=2",
      "policies.near.tier=cloud", "model.padding=128", "cost.offload.edge=2"};
  for (unsigned seed = 0; seed < 1'000; ++seed) {
    const std::string setting = Mutator(seed).mutate(settings[seed % settings.size()]);
    try {
      static_cast<void>(test::load_good({setting}));
    } catch (const InputError& error) {
      EXPECT_FALSE(error.diagnostics().empty());
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what() << "\n" << setting;
    }
  }
}

}  // namespace
}  // namespace dimsim::scenario

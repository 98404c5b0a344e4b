#include "dimsim/language/units.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

struct Good {
  const char* text;
  Dimension dimension;
  double si;
};

// Expected values are the doubles nearest to the exact values: written as literals or as one rounded
// operation.
const std::vector<Good>& good() {
  static const std::vector<Good> cases{
      {"5ms", Dimension::Time, 0.005},
      {"35 ms", Dimension::Time, 0.035},
      {" 1.5 s ", Dimension::Time, 1.5},
      {"7us", Dimension::Time, 7e-6},
      {"7 µs", Dimension::Time, 7e-6},
      {"7 μs", Dimension::Time, 7e-6},
      {"3 ns", Dimension::Time, 3e-9},
      {"2 min", Dimension::Time, 120},
      {"1 h", Dimension::Time, 3600},
      {"1d", Dimension::Time, 86400},
      {"+5 s", Dimension::Time, 5},
      {"-5 s", Dimension::Time, -5},
      {"5e-3 s", Dimension::Time, 0.005},
      {".5 s", Dimension::Time, 0.5},
      {"5. s", Dimension::Time, 5},
      {"2 /s", Dimension::Rate, 2},
      {"2/s", Dimension::Rate, 2},
      {"3 req/s", Dimension::Rate, 3},
      {"90 requests / min", Dimension::Rate, 1.5},
      {"4 Hz", Dimension::Rate, 4},
      {"1460 B", Dimension::Data, 1460},
      {"8 bit", Dimension::Data, 1},
      {"8 kb", Dimension::Data, 1000},
      {"1 KiB", Dimension::Data, 1024},
      {"4 GiB", Dimension::Data, 4294967296.0},
      {"3 MB", Dimension::Data, 3e6},
      {"20Mbps", Dimension::Bandwidth, 2.5e6},
      {"20 Mbit/s", Dimension::Bandwidth, 2.5e6},
      {"15 MB/s", Dimension::Bandwidth, 15e6},
      {"1 MiB/s", Dimension::Bandwidth, 1048576},
      {"2 MBps", Dimension::Bandwidth, 2e6},
      {"36 MB/h", Dimension::Bandwidth, 1e4},
      {"1.2W", Dimension::Power, 1.2},
      {"350 mW", Dimension::Power, 0.35},
      {"3600 J/h", Dimension::Power, 1},
      {"0.5 J", Dimension::Energy, 0.5},
      {"2 Wh", Dimension::Energy, 7200},
      {"2 W*h", Dimension::Energy, 7200},
      {"76.7 nJ/bit", Dimension::EnergyPerData, 76.7 * 8 / 1e9},
      {"0.6 uJ/B", Dimension::EnergyPerData, 0.6e-6},
      {"65 GFLOP/s", Dimension::Compute, 65e9},
      {"8.1 TFLOPS", Dimension::Compute, 8.1e12},
      {"12 USD", Dimension::Price, 12},
      {"0.526 USD/h", Dimension::PricePerTime, 0.526 / 3600},
      {"0.09 USD/GB", Dimension::PricePerData, 0.09 / 1e9},
  };
  return cases;
}

const std::vector<Dimension>& all_dimensions() {
  static const std::vector<Dimension> all{Dimension::Time,          Dimension::Rate,        Dimension::Data,
                                          Dimension::Bandwidth,     Dimension::Power,       Dimension::Energy,
                                          Dimension::EnergyPerData, Dimension::Compute,     Dimension::Price,
                                          Dimension::PricePerTime,  Dimension::PricePerData};
  return all;
}

bool is_accepted(const std::string& text, Dimension dimension) {
  try {
    static_cast<void>(parse_quantity(text, dimension));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

std::string complaint(const std::string& text, Dimension dimension) {
  try {
    static_cast<void>(parse_quantity(text, dimension));
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(ParseQuantity, GivesTheNearestDoubleInSi) {
  for (const Good& c : good()) {
    EXPECT_DOUBLE_EQ(parse_quantity(c.text, c.dimension), c.si) << c.text;
  }
  // Whole numbers of a decimal unit are exact; multiplying by 1e-3 would be off by one unit in the last
  // place.
  EXPECT_EQ(parse_quantity("36 ms", Dimension::Time), 0.036);
  EXPECT_EQ(parse_quantity("5 us", Dimension::Time), 5e-6);
  EXPECT_EQ(parse_quantity("20Mbps", Dimension::Bandwidth), 2.5e6);
}

TEST(ParseQuantity, RefusesAUnitOfAnotherDimension) {
  for (const Good& c : good()) {
    for (const Dimension other : all_dimensions()) {
      EXPECT_EQ(is_accepted(c.text, other), other == c.dimension) << c.text << " as " << describe(other);
    }
  }
}

TEST(ParseQuantity, NamesTheError) {
  EXPECT_EQ(complaint("5", Dimension::Time), "error: '5' has no unit; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(complaint("20 Mbps", Dimension::Time),
            "error: '20 Mbps' is a bandwidth; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(complaint("5 km", Dimension::Time),
            "error: unknown unit 'km'; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(complaint("5 mbps", Dimension::Bandwidth),
            "error: unknown unit 'mbps'; expected a bandwidth such as 20 Mbps or 2.5 MB/s\n"
            "  hint: did you mean 'Mbps'?");
  EXPECT_EQ(complaint("1 USD/KB", Dimension::PricePerData),
            "error: unknown unit 'KB'; expected a price per amount of data such as 0.09 USD/GB\n"
            "  hint: did you mean 'kB'?");
  EXPECT_EQ(complaint("nan s", Dimension::Time),
            "error: 'nan s' is not a finite number with a unit; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(complaint("1,5 s", Dimension::Time),
            "error: '1,5 s' has a ',' inside its number; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(complaint("1e400 s", Dimension::Time),
            "error: the number in '1e400 s' is out of range; expected a time such as 5 ms or 1.5 s");
  EXPECT_EQ(
      complaint("1e300 Tbps", Dimension::Bandwidth),
      "error: the number in '1e300 Tbps' is out of range; expected a bandwidth such as 20 Mbps or 2.5 MB/s");
}

TEST(ParseQuantity, RefusesTextsThatAreNotDecimalNumbers) {
  for (const char* text :
       {"",      " ",       "s",      "inf s",   "-inf s", "infinity s", ".inf s", "0x10 s",
        "--5 s", "+-5 s",   "- 5 s",  "5 s s",   "5 s/",   "5 /",        "5 *s",   "5 s*",
        "5 req", "5 s*req", "five s", "1_000 s", "5 m s",  "e5 s"}) {
    EXPECT_FALSE(is_accepted(text, Dimension::Time)) << "'" << text << "'";
  }
}

TEST(QuantityPattern, AcceptsExactlyWhatTheParserAccepts) {
  // Random texts of pieces of units. The numbers are small, since the pattern does not check for overflow.
  const std::vector<std::string> pieces{"5",   "1.5", "-",   "+", ".",  "e3", " ",   "/",    "*",
                                        "s",   "ms",  "min", "h", "B",  "b",  "bit", "k",    "M",
                                        "Ki",  "bps", "W",   "J", "Wh", "n",  "u",   "FLOP", "FLOPS",
                                        "USD", "req", "Hz",  "µ", "m",  "x",  "nan"};
  std::mt19937 random(1);
  std::vector<std::string> texts;
  for (const Good& c : good()) {
    texts.emplace_back(c.text);
  }
  for (int i = 0; i < 3'000; ++i) {
    std::string text = random() % 4 == 0 ? "" : "5";
    for (auto n = random() % 5; n > 0; --n) {
      text += pieces[random() % pieces.size()];
    }
    texts.push_back(text);
  }
  for (const Dimension dimension : all_dimensions()) {
    const std::regex pattern(quantity_pattern(dimension));
    for (const std::string& text : texts) {
      EXPECT_EQ(std::regex_search(text, pattern), is_accepted(text, dimension))
          << "'" << text << "' as " << describe(dimension);
    }
  }
}

TEST(Describe, GivesExamplesThatAreAccepted) {
  for (const Dimension dimension : all_dimensions()) {
    const std::string text(describe(dimension));
    const std::string examples = text.substr(text.find("such as ") + 8);
    const std::size_t separator = examples.find(" or ");
    EXPECT_TRUE(is_accepted(examples.substr(0, separator), dimension)) << text;
    if (separator != std::string::npos) {
      EXPECT_TRUE(is_accepted(examples.substr(separator + 4), dimension)) << text;
    }
  }
}

TEST(Human, IsShortAndReadsBack) {
  EXPECT_EQ(human(2.5e6, Dimension::Bandwidth), "20 Mbps");
  EXPECT_EQ(human(0.0123, Dimension::Time), "12.3 ms");
  EXPECT_EQ(human(0, Dimension::Time), "0 s");
  EXPECT_EQ(human(0.9996e-3, Dimension::Time), "1 ms");
  EXPECT_EQ(human(4321, Dimension::Time), "4321 s");
  EXPECT_EQ(human(1.5, Dimension::Rate), "1.5/s");
  EXPECT_EQ(human(0.526 / 3600, Dimension::PricePerTime), "0.526 USD/h");
  for (const Dimension dimension : all_dimensions()) {
    for (double value = 1e-9; value < 1e13; value *= 7.3) {
      // three digits: off by at most half of the third one
      EXPECT_NEAR(parse_quantity(human(value, dimension), dimension), value, value * 0.005 + 1e-15)
          << human(value, dimension);
    }
  }
}

TEST(Shares, AreNumbersOrPercent) {
  EXPECT_EQ(parse_share("2%"), 0.02);
  EXPECT_EQ(parse_share("2.5 %"), 0.025);
  EXPECT_EQ(parse_share("+0.02"), 0.02);
  EXPECT_EQ(parse_share("-1e1%"), -0.1);
  for (const char* text : {"", "%", "2%%", "2 ms", "nan", "inf%", "+-2", "two"}) {
    EXPECT_EQ(parse_share(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace dimsim

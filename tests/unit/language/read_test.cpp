#include "dimsim/language/read.hpp"

#include "dimsim/language/document.hpp"
#include "dimsim/language/library.hpp"
#include "dimsim/language/resolve.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::language {
namespace {

using testing::ElementsAre;

enum class Colour { Red, Green };
constexpr Names<Colour, 3> kColours{{{"red", Colour::Red, "like a rose"},
                                     {"green", Colour::Green, "like grass"},
                                     {"verde", Colour::Green, ""}}};

const Type& thing() {
  static const TypePtr type =
      record({optional("time", quantity(Dimension::Time), ""), optional("count", integer(1), ""),
              optional("share", share(0), ""), optional("flag", boolean(), ""),
              optional("colour", choice(words_of(kColours)), ""), optional("layers", range("layers"), ""),
              optional("numbers", list(number(0)), "")});
  return *type;
}

/// A text, resolved against the type above; errors are ignored.
Node resolved(const std::string& text) {
  Diagnostics faults;
  EmptyLibrary library;
  return Resolver(library, faults).resolve(parse_document(make_source("in.yaml", text), faults), thing(), "");
}

TEST(Resolver, ParsesEachScalarOnce) {
  const Node node = resolved("{time: 5 ms, count: +12, share: 2%, flag: true, layers: 4-6}");
  EXPECT_EQ(std::get<double>(node.at("time").parsed), 0.005);
  EXPECT_EQ(std::get<std::int64_t>(node.at("count").parsed), 12);
  EXPECT_EQ(std::get<double>(node.at("share").parsed), 0.02);
  EXPECT_TRUE(std::get<bool>(node.at("flag").parsed));
  EXPECT_EQ(node.at("layers").range().first, 4);
  EXPECT_EQ(node.at("layers").range().last, 6);
  EXPECT_EQ(node.at("time").text, "5 ms") << "the text is kept for messages and for emitting it";
}

TEST(Resolver, KeepsLargeIntegersExact) {
  EXPECT_EQ(resolved("count: 8999999999999999").at("count").integer(), 8'999'999'999'999'999);
  EXPECT_EQ(resolved("count: 99999999999999999999").at("count").kind, Node::Kind::Null);
}

TEST(Read, AssignsWhatIsGiven) {
  const Node node = resolved("{time: 5 ms, count: 12, colour: verde}");
  double time_s = 0;
  int count = 0;
  Colour colour = Colour::Red;
  const Origin origin = read(node, "time", time_s);
  EXPECT_EQ(time_s, 0.005);
  EXPECT_TRUE(origin.is_given());
  EXPECT_EQ(origin.place.text(), "in.yaml:1:8");
  EXPECT_EQ(origin.text, "5 ms");
  read(node, "count", count);
  EXPECT_EQ(count, 12);
  read(node, "colour", kColours, colour);
  EXPECT_EQ(colour, Colour::Green);
}

TEST(Read, DistinguishesAbsentFromRefused) {
  const Node node = resolved("{time: 5 km}");
  double time_s = 7;
  std::optional<std::uint64_t> count;
  EXPECT_EQ(read(node, "time", time_s).state, Origin::State::Refused);
  EXPECT_EQ(time_s, 7) << "a refused value leaves the variable unchanged";
  EXPECT_EQ(read(node, "count", count).state, Origin::State::Absent);
  EXPECT_FALSE(count.has_value());
  EXPECT_TRUE(read(Node{}, "time", time_s).is_absent()) << "in a map that was itself refused";
}

TEST(Read, KeepsThePlaceOfEachNumberOfAList) {
  const NumberList list = read_numbers(resolved("numbers: [1, x, 2.5]"), "numbers");
  EXPECT_THAT(list.values, ElementsAre(1, 0, 2.5));
  EXPECT_FALSE(list.items[1].is_given());
  EXPECT_EQ(list.items[2].place.text(), "in.yaml:1:17");
}

TEST(Names, AreOneTableForReaderAndDocumentation) {
  EXPECT_THAT(words_of(kColours), ElementsAre("red", "green", "verde"));
  EXPECT_EQ(find_word(kColours, "verde"), Colour::Green);
  EXPECT_FALSE(find_word(kColours, "blue").has_value());
  EXPECT_EQ(word_of(kColours, Colour::Green), "green");
  EXPECT_EQ(documented("what it looks like", kColours),
            "what it looks like; `red`: like a rose; `green`: like grass");
}

}  // namespace
}  // namespace dimsim::language

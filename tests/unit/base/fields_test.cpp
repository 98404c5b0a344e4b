#include "dimsim/base/fields.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

struct Inner {
  double x = 0;
  bool y = false;
};

struct Outer {
  std::string name;
  Inner inner;
  std::optional<double> maybe;
  std::optional<Inner> maybe_inner = std::nullopt;
  std::vector<Inner> list = {};
  std::array<int, 3> three{};
  std::shared_ptr<const Inner> shared;

  [[nodiscard]] double sum() const { return inner.x; }
};

}  // namespace

template <>
inline constexpr auto kFields<Inner> = all_fields(&Inner::x, &Inner::y);

namespace {

static_assert(member_count<Inner>() == 2);
static_assert(member_count<Outer>() == 7);
static_assert(HasFields<Inner> && HasFields<const Inner> && !HasFields<Outer>);

TEST(Fields, AreVisitedInTheOrderOfTheList) {
  Inner value{.x = 2.5, .y = true};
  std::vector<double> seen;
  for_each_field(value, [&seen](auto& field) { seen.push_back(static_cast<double>(field)); });
  EXPECT_EQ(seen, (std::vector<double>{2.5, 1}));
  const Inner& unchanged = value;
  for_each_field(unchanged, [](const auto&) {});
}

}  // namespace
}  // namespace dimsim

#include "dimsim/base/fields.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim {

struct FieldsInner {
  double x = 0;
  bool y = false;
};

struct FieldsOuter {
  std::string name;
  FieldsInner inner;
  std::optional<double> maybe;
  std::optional<FieldsInner> maybe_inner = std::nullopt;
  std::vector<FieldsInner> list = {};
  std::array<int, 3> three{};
  std::shared_ptr<const FieldsInner> shared;

  [[nodiscard]] double sum() const { return inner.x; }
};

template <>
inline constexpr auto kFields<FieldsInner> = all_fields(&FieldsInner::x, &FieldsInner::y);

namespace {

static_assert(member_count<FieldsInner>() == 2);
static_assert(member_count<FieldsOuter>() == 7);
static_assert(HasFields<FieldsInner> && HasFields<const FieldsInner> && !HasFields<FieldsOuter>);

TEST(Fields, AreVisitedInTheOrderOfTheList) {
  FieldsInner value{.x = 2.5, .y = true};
  std::vector<double> seen;
  for_each_field(value, [&seen](auto& field) { seen.push_back(static_cast<double>(field)); });
  EXPECT_EQ(seen, (std::vector<double>{2.5, 1}));
  const FieldsInner& unchanged = value;
  for_each_field(unchanged, [](const auto&) {});
}

}  // namespace
}  // namespace dimsim

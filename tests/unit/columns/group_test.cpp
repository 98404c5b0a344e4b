#include "dimsim/columns/group.hpp"

#include "dimsim/base/error.hpp"

#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::columns {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Groups = std::vector<GroupOfFile>;

constexpr std::array kKnown{Group{.name = "attempts", .version = 2}, Group{.name = "batches", .version = 1}};

std::string message_of(const Groups& groups) {
  try {
    static_cast<void>(usable_groups(groups, kKnown));
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Group, IsReadFromItsText) {
  constexpr std::array kWritten{Group{.name = "attempts", .version = 2, .is_required = true}, kWaste};
  EXPECT_EQ(to_text(kWritten), R"([{"name":"attempts","version":2,"required":true},)"
                               R"({"name":"waste","version":1,"required":false}])");
  EXPECT_EQ(groups_of_text(to_text(kWritten)), (Groups{{"attempts", 2, true}, {"waste", 1, false}}));
  EXPECT_TRUE(groups_of_text("[]").empty());
}

TEST(Group, RefusesATextThatIsNotAList) {
  for (const char* wrong :
       {"", "{}", "[1]", R"([{"name": "a"}])", R"([{"name": 1, "version": 1, "required": true}])",
        R"([{"name": "a", "version": 1.5, "required": true}])",
        R"([{"name": "a", "version": 1, "required": "yes"}])"}) {
    EXPECT_THROW(static_cast<void>(groups_of_text(wrong)), InputError) << wrong;
  }
}

TEST(Group, IsUsedInAKnownVersion) {
  EXPECT_EQ(usable_groups(Groups{{"attempts", 1, false}, {"batches", 1, true}}, kKnown),
            (Groups{{"attempts", 1, false}, {"batches", 1, true}}));
}

TEST(Group, IsIgnoredIfOptionalAndUnknownOrNewer) {
  EXPECT_EQ(
      usable_groups(Groups{{"attempts", 3, false}, {"outages", 1, false}, {"batches", 1, false}}, kKnown),
      (Groups{{"batches", 1, false}}));
}

TEST(Group, RefusesTheFileIfRequiredAndUnknownOrNewer) {
  EXPECT_THAT(message_of({{"outages", 4, true}}),
              AllOf(HasSubstr("the group 'outages' in version 4"), HasSubstr("does not know the group")));
  EXPECT_THAT(message_of({{"attempts", 3, true}}),
              AllOf(HasSubstr("the group 'attempts' in version 3"), HasSubstr("reads versions up to 2")));
  EXPECT_EQ(message_of({{"attempts", 2, true}}), "");
}

}  // namespace
}  // namespace dimsim::columns

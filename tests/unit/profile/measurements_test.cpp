#include "dimsim/profile/measurements.hpp"

#include "dimsim/base/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

std::vector<Measurement> read(const std::string& text) {
  const auto any_model = [](const std::string& name) {
    model::Variant variant;
    variant.name = name;
    return std::optional(variant);
  };
  const Models models{.find = any_model, .names = {}};
  return read_measurements(std::make_shared<const SourceText>(SourceText{"rows.csv", text}), models);
}

TEST(Measurements, AreReadWithColumnsInAnyOrder) {
  const std::vector<Measurement> rows = read(
      "seconds,use,model,batch,tokens,precision,device,source\n"
      "0.0123,,bert-base,4,128,int8,box,\"Doe, table 3: \"\"fast\"\"\"\n"
      " 1e-3 , check , distilbert , 1 , 16 , fp16 , other box , \n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].device, "box");
  EXPECT_EQ(rows[0].variant->name, "bert-base");
  EXPECT_EQ(rows[0].tokens, 128);
  EXPECT_EQ(rows[0].batch, 4);
  EXPECT_EQ(rows[0].precision, model::Precision::Int8);
  EXPECT_EQ(rows[0].seconds, 0.0123);
  EXPECT_EQ(rows[0].source, "Doe, table 3: \"fast\"");
  EXPECT_FALSE(rows[0].is_check);
  EXPECT_EQ(rows[0].place.text(), "rows.csv:2:1");
  EXPECT_EQ(rows[1].device, "other box");
  EXPECT_EQ(rows[1].precision, model::Precision::Fp16);
  EXPECT_EQ(rows[1].seconds, 0.001);
  EXPECT_EQ(rows[1].source, "");
  EXPECT_TRUE(rows[1].is_check);
  EXPECT_THAT(devices_in(rows), testing::ElementsAre("box", "other box"));
}

TEST(Measurements, AcceptMissingSourceAndUse) {
  const std::vector<Measurement> rows = read(
      "\xEF\xBB\xBF"
      "device,model,tokens,batch,precision,seconds\r\nbox,bert-base,128,1,fp32,0.5\r\n\r\n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].seconds, 0.5);
  EXPECT_FALSE(rows[0].is_check);
}

}  // namespace
}  // namespace dimsim::profile

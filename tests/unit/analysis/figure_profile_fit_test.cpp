#include "dimsim/analysis/figures/figure_profile_fit.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kTables = DIMSIM_SOURCE_DIR "/platforms/measurements/";
const std::string kDevices = DIMSIM_SOURCE_DIR "/platforms/devices/";

ProfileTime time(const std::string& model, double measured_s, double predicted_s, bool is_check = false) {
  return {.device = "box",
          .model = model,
          .layers = 12,
          .tokens = 128,
          .batch = 1,
          .measured_s = measured_s,
          .predicted_s = predicted_s,
          .is_check = is_check};
}

std::string refusal(const std::vector<std::string>& files, const FigureOptions& options = {}) {
  try {
    static_cast<void>(profile_fit_figure().draw(FigureInput(files), options));
  } catch (const InputError& error) {
    return error.what();
  }
  return "it was drawn";
}

TEST(ProfileFitFigure, StatesSeparateErrorsForCheckRows) {
  // |1.1 - 1| = 10 %, |0.7 - 1| = 30 %: 20 % on average. The prediction of the check row is twice its time.
  const std::vector<ProfileTime> times{time("a", 0.1, 0.11), time("b", 1, 0.7), time("b", 0.5, 1, true)};
  EXPECT_NEAR(mean_absolute_deviation(times, false), 0.2, 1e-12);
  EXPECT_NEAR(mean_absolute_deviation(times, true), 1, 1e-12);
  const Drawing drawing = profile_fit_drawing(times, {});
  EXPECT_THAT(drawing.data, AllOf(HasSubstr(": a\n100 110 128 1 12 box\n\n\n"),
                                  HasSubstr(": b\n1000 700 128 1 12 box\n500 1000 128 1 12 box\n\n\n"),
                                  HasSubstr("# checks: measured [ms], predicted [ms]\n500 1000\n")));
  EXPECT_THAT(drawing.commands,
              AllOf(HasSubstr("MAPE 20.0 % (n = 2), of checks 100.0 % (n = 1); box; no intervals"),
                    HasSubstr("set logscale x"), HasSubstr("set logscale y"), HasSubstr("1.2*x"),
                    HasSubstr("0.8*x"), HasSubstr("measured latency [ms]")));
  const Drawing plain = profile_fit_drawing({time("a", 0.1, 0.11)}, {});
  EXPECT_THAT(plain.commands, AllOf(Not(HasSubstr("logscale")), Not(HasSubstr("checks"))));
}

TEST(ProfileFitFigure, IsHigherByOneLineOfTitle) {
  const auto height = [](const std::string& title) {
    FigureOptions options;
    options.title = title;
    const std::string script = profile_fit_drawing({time("a", 0.1, 0.11)}, options).commands;
    return std::stod(script.substr(script.find("in,") + 3));
  };
  EXPECT_NEAR(height("title") - height(""), 0.15, 1e-3) << "height of a line of the title [in]";
}

/// The fitted rate of a Pixel 4 is 77.3 GFLOP/s without overheads, so that a time is FLOP over rate.
/// BERT-base at 128 tokens: 12 layers of 128 · (24 h² + 4 · 128 h) FLOP, h = 768; embedding and head add less
/// than half a percent.
TEST(ProfileFitFigure, PredictsWithTheAnalyticModelOfTheEntry) {
  const std::vector<ProfileTime> times = read_profile_times({kTables + "phones.csv"});
  const auto row = std::find_if(times.begin(), times.end(), [](const ProfileTime& each) {
    return each.device == "pixel-4" && each.model == "bert-base";
  });
  ASSERT_NE(row, times.end());
  EXPECT_EQ(times.size(), 6U);
  EXPECT_EQ(row->measured_s, 0.342);
  const double h = 768;
  const double layers_s = 12 * 128 * (24 * h * h + 4 * 128 * h) / 77.3e9;
  EXPECT_NEAR(row->predicted_s, layers_s, 0.005 * layers_s);
}

/// The tables of an entry contain the times of the table of measurements from which it was made, and
/// predictions for both are the same: measured times never enter a prediction.
TEST(ProfileFitFigure, ReadsMeasuredTimesOfEntries) {
  std::vector<ProfileTime> of_entry = read_profile_times({kDevices + "a30.yaml"});
  std::vector<ProfileTime> of_table = read_profile_times({kTables + "tensorrt.csv"});
  std::erase_if(of_table, [](const ProfileTime& each) { return each.device != "a30"; });
  ASSERT_EQ(of_entry.size(), 80U);
  ASSERT_EQ(of_table.size(), 80U);
  const auto order = [](const ProfileTime& a, const ProfileTime& b) {
    return std::tie(a.model, a.precision, a.tokens, a.batch) <
           std::tie(b.model, b.precision, b.tokens, b.batch);
  };
  std::sort(of_entry.begin(), of_entry.end(), order);
  std::sort(of_table.begin(), of_table.end(), order);
  for (std::size_t i = 0; i < of_entry.size(); ++i) {
    EXPECT_NEAR(of_entry[i].measured_s, of_table[i].measured_s, 1e-9);
    EXPECT_EQ(of_entry[i].predicted_s, of_table[i].predicted_s);
  }
}

/// Deviations stated in the sources of the entry: median 3.3 %, worst 18.1 % of 40 rows in fp16. The entry's
/// figures have three digits, so their rounding is up to half a percent.
TEST(ProfileFitFigure, DeviatesAsTheSourcesOfTheEntryState) {
  std::vector<double> deviations;
  for (const ProfileTime& each : read_profile_times({kDevices + "a30.yaml"})) {
    if (each.precision == model::Precision::Fp16) {
      deviations.push_back(std::abs(each.predicted_s / each.measured_s - 1));
    }
  }
  ASSERT_EQ(deviations.size(), 40U);
  std::sort(deviations.begin(), deviations.end());
  EXPECT_NEAR((deviations[19] + deviations[20]) / 2, 0.033, 0.005);
  EXPECT_NEAR(deviations.back(), 0.181, 0.005);
}

TEST(ProfileFitFigure, PrefersAnEntryNamedWithTheTable) {
  const TemporaryFolder folder;
  std::ofstream(folder / "box.yaml")
      << "description: twice as fast as a Pixel 4\n"
         "compute: {fp32: {rate: 154.6 GFLOP/s}}\npower: {idle: 1 W, load: 2 W}\n"
         "sources: {compute.fp32: \"assumed: a test\", power.idle: \"assumed: a "
         "test\", power.load: \"assumed: a test\"}\n";
  std::ofstream(folder / "t.csv")
      << "device,model,tokens,batch,precision,seconds\nbox,bert-base,128,1,fp32,0.1\n"
         "pixel-4,bert-base,128,1,fp32,0.1\n";
  const auto times = read_profile_times({(folder / "t.csv").string(), (folder / "box.yaml").string()});
  ASSERT_EQ(times.size(), 2U);
  EXPECT_NEAR(times[1].predicted_s / times[0].predicted_s, 2, 1e-9);
  EXPECT_THAT(refusal({(folder / "t.csv").string()}),
              AllOf(HasSubstr("t.csv:2:1: error: unknown device 'box'"),
                    HasSubstr("--device box -o box.yaml` and name that file beside the table")));
  EXPECT_THAT(refusal({(folder / "box.yaml").string()}), HasSubstr("has no measured times"));
}

TEST(ProfileFitFigure, ShowsOneDeviceOfSeveral) {
  const Drawing drawing =
      profile_fit_figure().draw(FigureInput({kTables + "tensorrt.csv"}), {.device = "a30"});
  EXPECT_THAT(drawing.commands, AllOf(HasSubstr("(n = 80); a30; "), HasSubstr("'bert-base fp16'"),
                                      HasSubstr("'bert-large int8'")));
  EXPECT_THAT(refusal({kTables + "tensorrt.csv"}, {.device = "a31"}), HasSubstr("did you mean 'a30'?"));
}

TEST(ProfileFitFigure, RefusesOtherFiles) {
  EXPECT_THAT(refusal({"r.h5"}), HasSubstr("r.h5: error: is neither a table of measurements"));
  EXPECT_THAT(refusal({"absent.csv", "absent.yaml"}), HasSubstr("absent.yaml"));
  EXPECT_THAT(refusal({DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml"}), HasSubstr("quickstart.yaml:"));
}

}  // namespace
}  // namespace dimsim::analysis

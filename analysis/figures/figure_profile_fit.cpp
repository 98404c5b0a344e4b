#include "dimsim/analysis/figures/figure_profile_fit.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_profile_fit {
namespace {

constexpr const char* kName = "profile-fit";
constexpr double kHeight = 0.9;  ///< of the width, without key and title: the axes are about square
constexpr double kMs = 1e3;      ///< milliseconds of a second
constexpr double kNear = 0.2;    ///< relative deviation at which dotted lines are drawn

/// What marks distinguish in addition to the model.
struct Distinction {
  bool layers = false;
  bool precision = false;
};

std::string group_of(const ProfileTime& time, const Distinction& distinction) {
  return time.model + (distinction.precision ? fmt::format(" {}", model::name_of(time.precision)) : "") +
         (distinction.layers ? fmt::format(", {} layers", time.layers) : "");
}

std::vector<std::string> groups_of(const std::vector<ProfileTime>& times, const Distinction& distinction) {
  std::vector<std::string> groups;
  for (const ProfileTime& time : times) {
    const std::string group = group_of(time, distinction);
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) {
      groups.push_back(group);
    }
  }
  return groups;
}

/// The finest distinction for which there are enough styles: by layers and precision, by precision only, or
/// neither; each only if it differs within a model. Layers are given up first, since more layers take longer,
/// which the plot shows anyway.
Distinction distinction_of(const std::vector<ProfileTime>& times) {
  const auto plain = groups_of(times, {}).size();
  const bool by_layers = groups_of(times, {.layers = true}).size() > plain;
  const bool by_precision = groups_of(times, {.precision = true}).size() > plain;
  for (const Distinction& each :
       {Distinction{by_layers, by_precision}, Distinction{false, by_precision}, Distinction{}}) {
    if (groups_of(times, each).size() <= kMostStyles) {
      return each;
    }
  }
  throw InputError(
      fmt::format("there are times of {} models, and figure {} takes at most {}", plain, kName, kMostStyles),
      "choose a device with --device, or name fewer files");
}

std::vector<std::string> devices_of(const std::vector<ProfileTime>& times) {
  std::vector<std::string> devices;
  for (const ProfileTime& time : times) {
    if (std::find(devices.begin(), devices.end(), time.device) == devices.end()) {
      devices.push_back(time.device);
    }
  }
  return devices;
}

void keep_device(std::vector<ProfileTime>& times, const std::string& device) {
  const std::vector<std::string> known = devices_of(times);
  if (std::find(known.begin(), known.end(), device) == known.end()) {
    throw InputError(fmt::format("--device {}: the files have no times of this device", quote(device)),
                     suggestion(device, known));
  }
  std::erase_if(times, [&device](const ProfileTime& time) { return time.device != device; });
}

/// Number of check rows, or of all other rows.
std::size_t count_of(const std::vector<ProfileTime>& times, bool of_check_rows) {
  return static_cast<std::size_t>(
      std::count_if(times.begin(), times.end(),
                    [of_check_rows](const ProfileTime& time) { return time.is_check == of_check_rows; }));
}

/// "MAPE 3.9 % (n = 28), of checks 20.0 % (n = 9)". Fitted rows and checks are not mixed: the error of rows
/// that the model was fitted to says little about its predictions.
std::string error_text(const std::vector<ProfileTime>& times) {
  std::string text;
  for (const bool is_check : {false, true}) {
    if (const std::size_t count = count_of(times, is_check); count > 0) {
      text += fmt::format("{}{} {:.1f} % (n = {})", text.empty() ? "" : ", ",
                          (is_check ? (text.empty() ? "MAPE of checks" : "of checks") : "MAPE"),
                          kPercent * mean_absolute_deviation(times, is_check), count);
    }
  }
  return text;
}

std::string data_of(const std::vector<ProfileTime>& times, const std::vector<std::string>& groups,
                    const Distinction& distinction) {
  std::string data;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    data += fmt::format("# group {}: measured [ms], predicted [ms], tokens, batch, layers, device: {}\n", i,
                        groups[i]);
    for (const ProfileTime& time : times) {
      if (group_of(time, distinction) == groups[i]) {
        data += fmt::format("{:.6g} {:.6g} {} {} {} {}\n", time.measured_s * kMs, time.predicted_s * kMs,
                            time.tokens, time.batch, time.layers, time.device);
      }
    }
    data += "\n\n";
  }
  if (count_of(times, true) > 0) {
    data += "# checks: measured [ms], predicted [ms]\n";
    for (const ProfileTime& time : times) {
      if (time.is_check) {
        data += fmt::format("{:.6g} {:.6g}\n", time.measured_s * kMs, time.predicted_s * kMs);
      }
    }
    data += "\n\n";
  }
  return data;
}

/// The lines, then the marks on top of them. Check rows also keep the mark of their group, inside a ring.
std::vector<std::string> plots_of(const std::vector<std::string>& groups, bool has_checks) {
  std::vector<std::string> plots{
      fmt::format("x with lines lc '{}' lw 1 title 'equal'", kGrey),
      fmt::format("{:.4g}*x with lines lc '{}' dt 3 title '±{:.0f} %'", 1 + kNear, kGrey, kNear * kPercent),
      fmt::format("{:.4g}*x with lines lc '{}' dt 3 notitle", 1 - kNear, kGrey)};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    plots.push_back(fmt::format("data index 'group {}:' using 1:2 with points lc '{}' pt {} ps 0.5 title {}",
                                i, kStyles.at(i).colour, kStyles.at(i).mark, gnuplot_text(groups[i])));
  }
  if (has_checks) {  // last, so that the rings are drawn around the marks
    plots.emplace_back(
        "data index 'checks:' using 1:2 with points lc 'black' pt 6 ps 0.9 title 'not fitted to'");
  }
  return plots;
}

Drawing draw_times(const std::vector<ProfileTime>& times, const FigureOptions& options) {
  constexpr double kRoom = 1.3;  // factor beyond the data, on a logarithmic axis
  // Both axes have the same range, from all measured and predicted times: equal times then lie on the
  // diagonal.
  const Distinction distinction = distinction_of(times);
  const std::vector<std::string> groups = groups_of(times, distinction);
  double least = INFINITY;
  double most = 0;
  for (const ProfileTime& time : times) {
    least = std::min({least, time.measured_s, time.predicted_s});
    most = std::max({most, time.measured_s, time.predicted_s});
  }
  const bool has_checks = count_of(times, true) > 0;
  const std::size_t in_key = groups.size() + 2 + (has_checks ? 1 : 0);
  Canvas canvas = canvas_of(options, kHeight);
  const std::size_t rows = (in_key + 1) / 2;
  canvas.height_in += kKeyRow * static_cast<double>(rows);
  Drawing drawing{.data = data_of(times, groups, distinction), .commands = begin_of(canvas, options)};
  std::string& text = drawing.commands;
  for (const char axis : {'x', 'y'}) {
    const bool is_log = is_logarithmic(options, axis, least, most);
    text += fmt::format(
        "{2}set {0}range [{1}:{3:.6g}]\n", axis, is_log ? fmt::format("{:.6g}", least * kMs / kRoom) : "0",
        is_log ? fmt::format("set logscale {}\n", axis) : "", most * kMs * (is_log ? kRoom : 1.05));
  }
  text +=
      "set bmargin 4.8\nset xlabel 'measured latency [ms]' offset 0,0.4\n"
      "set ylabel 'predicted latency [ms]' offset 1,0\nset samples 500\n"
      "set key tmargin left horizontal Left reverse samplen 1 width 1 maxcols 2 noenhanced\n";
  const std::vector<std::string> devices = devices_of(times);
  text += remarks_of({error_text(times),
                      devices.size() == 1 ? devices.front() : fmt::format("{} devices", devices.size()),
                      "no intervals"},
                     canvas)
              .commands;
  text += options.style + fmt::format("plot {}\n", fmt::join(plots_of(groups, has_checks), ", \\\n  "));
  return drawing;
}

Drawing draw(const FigureInput& input, const FigureOptions& options) {
  std::vector<ProfileTime> times = read_profile_times(input.files());
  if (!options.device.empty()) {
    keep_device(times, options.device);
  }
  return draw_times(times, options);
}

}  // namespace
}  // namespace figure_profile_fit

Drawing profile_fit_drawing(const std::vector<ProfileTime>& times, const FigureOptions& options) {
  return figure_profile_fit::draw_times(times, options);
}

double mean_absolute_deviation(const std::vector<ProfileTime>& times, bool of_check_rows) {
  double sum = 0;
  for (const ProfileTime& time : times) {
    sum += time.is_check == of_check_rows ? std::abs(time.predicted_s / time.measured_s - 1) : 0;
  }
  return sum / static_cast<double>(figure_profile_fit::count_of(times, of_check_rows));
}

Figure profile_fit_figure() {
  return {.name = figure_profile_fit::kName,
          .thumbnail = "·◦╱◦╱·",
          .summary = "latency predicted by the model of a device against measured latency",
          .needs =
              "tables of measurements (.csv), or entries with measured times, as written by `dimsim profile` "
              "(.yaml); --device names one of several",
          .example = "dimsim profile --model bert-base -o my-laptop.yaml",
          .draw = figure_profile_fit::draw,
          .options = {"log", "device"}};
}

}  // namespace dimsim::analysis

#include "dimsim/analysis/figures/profile_times.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/text_file.hpp"
#include "dimsim/catalogue/bind.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/profile/measurements.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

using model::Device;
using model::Precision;

constexpr int kClasses = 2;  // of the measured head, as in `dimsim profile`; its share of the time is tiny

/// Entries of devices and models, each read only once: a table has many rows of the same device.
class Entries {
 public:
  Entries() : catalogue_(catalogue::Catalogue::default_root()) {}

  /// Reads an entry that is named on the command line; it takes the place of the catalogue's.
  void add_file(const std::string& file) {
    const std::string name = std::filesystem::path(file).stem().string();
    devices_.insert_or_assign(name, catalogue::read_entry_file(catalogue_, "devices", file).fields);
  }

  /// The fields of an entry. Throws InputError if there is none.
  const language::Node& device(const std::string& name) {
    const auto known = devices_.find(name);
    if (known != devices_.end()) {
      return known->second;
    }
    return devices_.emplace(name, catalogue::read_entry(catalogue_, "devices", name).fields).first->second;
  }

  std::shared_ptr<const model::Variant> model(const std::string& name) {
    std::shared_ptr<const model::Variant>& known = models_[name];
    if (known == nullptr) {
      known = std::make_shared<const model::Variant>(
          catalogue::bind_model(catalogue::read_entry(catalogue_, "models", name).fields, name));
    }
    return known;
  }

  /// The models that a table of measurements may name. Contract: this object outlives the result.
  profile::Models models() {
    const std::vector<std::string> names = catalogue_.names("models");
    return {.find = [this, names](const std::string& name) -> std::optional<model::Variant> {
              const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
              return is_known ? std::optional(*model(name)) : std::nullopt;
            },
            .names = names};
  }

 private:
  catalogue::Catalogue catalogue_;
  std::map<std::string, language::Node> devices_;
  std::map<std::string, std::shared_ptr<const model::Variant>> models_;
};

/// Prediction of the analytic model [s]. Measured times are removed from the device first, since it would
/// return them instead of a prediction. Rows of measurements state the tokens that were computed, so nothing
/// is padded.
double predicted_s(const Device& device, model::Variant variant, const ProfileTime& time) {
  Device analytic = device;
  analytic.measured.clear();
  variant.pad_to = 0;
  const model::Piece piece{.first_layer = 1, .last_layer = time.layers, .exits = 1, .classes = kClasses};
  return model::service_time_s(analytic, variant, piece, time.tokens, time.batch);
}

/// The device in a precision; empty if its entry has no speed for that.
std::optional<Device> in_precision(const language::Node& entry, const std::string& name,
                                   Precision precision) {
  const std::string text(model::name_of(precision));
  return entry.at("compute").has(text) ? std::optional(catalogue::bind_device(entry, name, text))
                                       : std::nullopt;
}

void add_tables(const Device& device, Entries& entries, std::vector<ProfileTime>& times) {
  for (const model::MeasuredTable& table : device.measured) {
    const std::shared_ptr<const model::Variant> variant = entries.model(table.model);
    // Layers of 0 stand for all layers of the model.
    for (std::size_t i = 0; i < table.tokens.size(); ++i) {
      for (std::size_t j = 0; j < table.batch.size(); ++j) {
        ProfileTime time{.device = device.name,
                         .model = table.model,
                         .precision = device.precision,
                         .layers = table.layers == 0 ? variant->layers : table.layers,
                         .tokens = static_cast<int>(table.tokens[i]),
                         .batch = static_cast<int>(table.batch[j]),
                         .measured_s = table.seconds[i][j]};
        time.predicted_s = predicted_s(device, *variant, time);
        times.push_back(std::move(time));
      }
    }
  }
}

void add_entry(const std::string& file, Entries& entries, std::vector<ProfileTime>& times) {
  const std::string name = std::filesystem::path(file).stem().string();
  // Measured tables belong to a precision, so each precision of the entry is bound by itself.
  for (const auto& [text, precision] : model::kPrecisions) {
    if (const auto device = in_precision(entries.device(name), name, precision)) {
      add_tables(*device, entries, times);
    }
  }
}

void add_rows(const std::string& file, Entries& entries, std::vector<ProfileTime>& times) {
  Diagnostics diagnostics;
  std::vector<std::string> reported;  // one message for each device, not for each of its rows
  for (const profile::Measurement& row :
       profile::read_measurements(read_text_file(file, "a table of measurements (CSV)"), entries.models())) {
    try {
      const auto device = in_precision(entries.device(row.device), row.device, row.precision);
      if (!device) {
        throw InputError(
            fmt::format("device {} has no speed in {}", quote(row.device), model::name_of(row.precision)));
      }
      ProfileTime time{.device = row.device,
                       .model = row.variant->name,
                       .precision = row.precision,
                       .layers = row.variant->layers,
                       .tokens = row.tokens,
                       .batch = row.batch,
                       .measured_s = row.seconds,
                       .is_check = row.is_check};
      time.predicted_s = predicted_s(*device, *row.variant, time);
      times.push_back(std::move(time));
    } catch (const InputError& error) {
      const std::string& message = error.diagnostics().front().message;
      if (std::find(reported.begin(), reported.end(), message) == reported.end()) {
        reported.push_back(message);
        diagnostics.add(row.place, message,
                        fmt::format("make its entry with `dimsim profile --fit {0} --device {1} -o {1}.yaml` "
                                    "and name that file beside the table",
                                    file, row.device));
      }
    }
  }
  diagnostics.throw_if_any();
}

bool is_entry(const std::string& file) {
  const std::string extension = std::filesystem::path(file).extension().string();
  return extension == ".yaml" || extension == ".yml";
}

}  // namespace

std::vector<ProfileTime> read_profile_times(const std::vector<std::string>& files) {
  Diagnostics diagnostics;
  Entries entries;
  std::vector<ProfileTime> times;
  // Errors of all files are collected, and entries are read before anything refers to them.
  const auto attempt = [&diagnostics](const auto& step) {
    try {
      step();
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  };
  for (const std::string& file : files) {
    if (is_entry(file)) {  // entries before tables, whose rows may refer to them
      attempt([&] { entries.add_file(file); });
    } else if (std::filesystem::path(file).extension() != ".csv") {
      diagnostics.add(
          file_place(file),
          "is neither a table of measurements (.csv) nor a device entry (.yaml), judging by its name");
    }
  }
  diagnostics.throw_if_any();
  for (const std::string& file : files) {
    attempt([&] { is_entry(file) ? add_entry(file, entries, times) : add_rows(file, entries, times); });
  }
  diagnostics.throw_if_any();
  if (times.empty()) {
    throw InputError(file_place(files.front()),
                     "has no measured times with which the model could be compared",
                     "add the table of measurements to which it was fitted");
  }
  return times;
}

}  // namespace dimsim::analysis

#include "dimsim/cartography/epoch_files.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/trace/import/json_lines.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

// The number of an epoch comes from the file's name if possible, so that no file has to be opened for
// sorting. Only files with other names, which must be given one by one, are opened for their first record.

constexpr std::string_view kStem = "dynamics_epoch_";

/// The number between a prefix and a suffix; empty if the text does not have that form.
std::optional<int> number_within(std::string_view text, std::string_view before, std::string_view after) {
  if (!text.starts_with(before) || !text.ends_with(after) || text.size() < before.size() + after.size()) {
    return std::nullopt;
  }
  const auto number =
      parse_number<int>(text.substr(before.size(), text.size() - before.size() - after.size()));
  // The reference implementation counts from 0; a minus sign would be parsed as part of the number.
  return number && *number >= 0 ? number : std::nullopt;
}

std::optional<int> epoch_in_name(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const auto plain = number_within(name, kStem, ".jsonl");
  return plain ? plain : number_within(name, kStem, ".jsonl.gz");
}

int epoch_in_record(const std::filesystem::path& file) {
  trace::LineFaults faults(file.string());
  trace::JsonRecord record;
  trace::JsonLines lines(file);
  if (lines.next_line(record, faults)) {
    const trace::JsonValue* logits = record.find_prefix(kLogits);
    const auto epoch = logits == nullptr ? std::nullopt : number_within(logits->name, kLogits, "");
    if (epoch) {
      return *epoch;
    }
  }
  throw InputError(file_place(file.string()),
                   "has no training dynamics: neither its name nor its first record states the epoch",
                   "expected dynamics_epoch_K.jsonl with 'logits_epoch_K' in each line");
}

void add_folder(std::vector<EpochFile>& files, const std::filesystem::path& folder) {
  const std::size_t before = files.size();
  // The reference implementation writes into a subfolder of the model's folder, which users pass.
  for (const std::filesystem::path& place : {folder, folder / "training_dynamics"}) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(place, error)) {
      if (const auto epoch = epoch_in_name(entry.path())) {
        files.push_back({entry.path(), *epoch});
      }
    }
    if (files.size() > before) {
      return;
    }
    if (error && place == folder) {
      throw InputError(file_place(folder.string()), fmt::format("cannot be read: {}", error.message()));
    }
  }
  throw InputError(file_place(folder.string()),
                   "has no training dynamics: no file dynamics_epoch_K.jsonl or dynamics_epoch_K.jsonl.gz, "
                   "and none in training_dynamics/");
}

void check_sequence(const std::vector<EpochFile>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    const EpochFile& before = files[i - 1];
    const EpochFile& file = files[i];
    if (file.epoch == before.epoch) {
      throw InputError(file_place(file.path.string()),
                       fmt::format("holds epoch {}, and so does {}", file.epoch, before.path.string()),
                       "give one file for each epoch");
    }
    if (file.epoch != before.epoch + 1) {  // a lost file would bias confidence and variability silently
      throw InputError(file_place(file.path.string()),
                       fmt::format("holds epoch {}, but the previous file holds epoch {}: epochs are missing",
                                   file.epoch, before.epoch),
                       "give every epoch from the first to the last");
    }
  }
}

}  // namespace

std::vector<EpochFile> epoch_files(std::span<const std::filesystem::path> inputs) {
  std::vector<EpochFile> files;
  for (const std::filesystem::path& input : inputs) {
    if (std::filesystem::is_directory(input)) {
      add_folder(files, input);
    } else {
      const auto epoch = epoch_in_name(input);
      files.push_back({input, epoch ? *epoch : epoch_in_record(input)});
    }
  }
  std::sort(files.begin(), files.end(), [](const EpochFile& a, const EpochFile& b) {
    // The path makes the order, and so the message about a duplicate, independent of the file system.
    return std::tie(a.epoch, a.path) < std::tie(b.epoch, b.path);
  });
  check_sequence(files);
  return files;
}

}  // namespace dimsim::cartography

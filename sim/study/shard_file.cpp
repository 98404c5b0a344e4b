#include "dimsim/study/shard_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/study/serialisation.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <map>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

// A shard file is the archive of its runs and not a small result file: the result file of the whole study
// must have the same bytes whether it was merged or not, and so it is written from the same records by the
// same code. That is also why shards are only merged by the program that wrote them.
namespace dimsim::study {

namespace {

namespace fs = std::filesystem;

FileDescriptor open_shard(const fs::path& name, int flags) {
  FileDescriptor file(open(name.c_str(), flags | O_CLOEXEC));
  if (file.number() < 0) {
    throw InputError(file_place(name.string()), fmt::format("cannot be opened: {}", errno_text()));
  }
  return file;
}

std::string this_program() { return fmt::format("{} {}", kVersion, kCommit); }

enum class FileType { Shard, OldShard, Other };

/// Identifies a file by its first bytes.
FileType identify(const FileDescriptor& file) {
  // The first shard files had neither version nor checksum; they began with a text and its length in 8 bytes.
  // They are recognised, so that the message can say what to do.
  constexpr std::string_view kOldMark{"\x0c\0\0\0\0\0\0\0dimsim.shard", 20};
  std::array<char, kOldMark.size()> bytes{};
  const ssize_t got = pread(file.number(), bytes.data(), bytes.size(), 0);
  // A file that is shorter than the mark, or cannot be read, is of no known type; no need to treat it
  // specially.
  const std::string_view found(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return found == kOldMark                 ? FileType::OldShard
         : found.starts_with(shard_mark()) ? FileType::Shard
                                           : FileType::Other;
}

/// Reads the header and checks every record, so that a damaged file is found before anything is written.
ShardHeader read_checked_header(const fs::path& name, const FileDescriptor& file, std::size_t& position) {
  const Place place = file_place(name.string());
  switch (identify(file)) {
    case FileType::OldShard:
      throw InputError(place, "is a shard file of an older dimsim, from before shard files had versions",
                       "merge with the dimsim that made it, or run the shards again");
    case FileType::Other:
      throw InputError(place, "is not a shard file", "`dimsim run SCENARIO --shard I/N` writes shard files");
    case FileType::Shard:
      break;
  }
  try {
    const std::string program = read_shard_program(file.number(), position);
    if (program != this_program()) {
      throw InputError(
          place,
          fmt::format(
              "was written by dimsim {}, and this is {}; only the program that wrote shards can merge them",
              program, this_program()),
          "merge with that program, or run the shards again");
    }
    ShardHeader header = read_header(file.number(), position);
    std::size_t end = position;
    for (std::size_t run = 0; run < header.runs; ++run) {
      check_record(file.number(), end);
    }
    if (end != fs::file_size(name)) {
      throw RunError("more follows after its last run");
    }
    return header;
  } catch (const RunError& error) {
    throw InputError(place, fmt::format("is a damaged shard file: {}", error.what()),
                     "copy it again, or run this shard again");
  }
}

/// Empties the headers of points without a run here, or each of many shards would repeat those of all points.
void empty_points_without_runs(ShardHeader& header, std::span<const results::RunKey> keys) {
  std::vector<bool> has_runs(header.study.points.size());
  for (const results::RunKey& key : keys) {
    has_runs[key.point] = true;
  }
  for (const results::FailedKey& failed : header.failed) {
    has_runs[failed.key.point] = true;  // the merged file describes points without any result as well
  }
  for (std::size_t point = 0; point < has_runs.size(); ++point) {
    if (!has_runs[point]) {
      header.study.points[point] = {
          .summary = {},
          .policies = header.study.points[point].policies,  // for the names of failed runs
          .resolved_yaml = {},
          .trace_fingerprint = {},
          .device_group = {},
          .device_site = {}};
    }
  }
}

/// Old shard files may be replaced as well: nothing can read them any more.
const fs::path& checked_target(const fs::path& target) {
  if (fs::exists(target) && identify(open_shard(target, O_RDONLY)) == FileType::Other) {
    throw InputError(
        fmt::format("'{}' exists and is not a shard file, so it is not overwritten", target.string()),
        "remove it, or choose another file with -o");
  }
  return target;
}

}  // namespace

ShardFile::ShardFile(const fs::path& target) : atomic_(checked_target(target)) {}

void ShardFile::write(ShardHeader header, std::span<const results::RunKey> keys,
                      const std::function<results::RunRecord(const results::RunKey&)>& read) {
  FileDescriptor file = open_shard(atomic_.temporary(), O_WRONLY | O_TRUNC);
  empty_points_without_runs(header, keys);
  header.runs = keys.size();
  write_shard_program(file.number(), this_program());
  write_header(file.number(), header);
  for (const results::RunKey& key : keys) {
    write_record(file.number(), read(key));
  }
  if (!file.close()) {
    throw RunError(fmt::format("cannot write '{}': {}", atomic_.target().string(), errno_text()));
  }
  atomic_.commit();
}

Shards::Shards(const std::vector<fs::path>& files) {
  Diagnostics diagnostics;
  for (const fs::path& name : files) {
    try {
      File file{.name = name, .file = open_shard(name, O_RDONLY), .header = {}, .next = {}};
      file.header = read_checked_header(name, file.file, file.position);
      file.left = file.header.runs;
      files_.push_back(std::move(file));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  check();
  // Fills the points that the first shard left empty, which its missing fingerprint of the trace shows.
  study_ = files_.front().header.study;
  for (File& file : files_) {
    for (std::size_t point = 0; point < study_.points.size(); ++point) {
      if (study_.points[point].trace_fingerprint.empty()) {
        study_.points[point] = std::move(file.header.study.points[point]);
      }
    }
    failed_.insert(failed_.end(), file.header.failed.begin(), file.header.failed.end());
  }
  std::sort(failed_.begin(), failed_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
}

void Shards::check() const {
  // All faults at once: with hundreds of files, one message for each attempt would be tiresome. The first
  // file is the measure; the count of shards is compared too, since the same study may be split in two ways.
  Diagnostics diagnostics;
  const File& first = files_.front();
  const std::size_t count = first.header.shard.count;
  std::map<std::size_t, const File*> by_number;
  for (const File& file : files_) {
    const Place place = file_place(file.name.string());
    if (file.header.fingerprint != first.header.fingerprint || file.header.shard.count != count) {
      diagnostics.add(
          place,
          fmt::format("is of another study than '{}', or of another number of shards", first.name.string()),
          "merge shards of one scenario, one set of settings, and one N");
      continue;
    }
    const auto [other, is_new] = by_number.emplace(file.header.shard.number, &file);
    if (!is_new) {
      diagnostics.add(place, fmt::format("is shard {} of {}, as '{}' is", file.header.shard.number, count,
                                         other->second->name.string()));
    }
  }
  std::vector<std::string> missing;
  for (std::size_t number = 1; number <= count; ++number) {
    if (!by_number.contains(number)) {
      missing.push_back(fmt::format("{}", number));
    }
  }
  if (!missing.empty()) {
    diagnostics.add(Place{},
                    fmt::format("shard{} {} of {} {} missing", missing.size() == 1 ? "" : "s",
                                enumerate(missing), count, missing.size() == 1 ? "is" : "are"),
                    fmt::format("`dimsim run SCENARIO --shard {}/{}` makes it", missing.front(), count));
  }
  diagnostics.throw_if_any();
}

void Shards::advance(File& file) {
  file.next.reset();
  if (file.left > 0) {
    file.next = read_record(file.file.number(), file.position);
    --file.left;
  }
}

void Shards::for_each(const std::function<void(const results::RunRecord&)>& use) {
  // A merge of sorted files with one record of each in memory. Linear search for the least is fast enough: a
  // record takes far longer to read.
  for (File& file : files_) {
    advance(file);
  }
  while (true) {
    File* least = nullptr;
    for (File& file : files_) {
      if (file.next && (least == nullptr || file.next->key < least->next->key)) {
        least = &file;
      }
    }
    if (least == nullptr) {
      return;
    }
    use(*least->next);
    advance(*least);
  }
}

}  // namespace dimsim::study

#include "dimsim/base/error.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/progress_line.hpp"
#include "dimsim/cli/scenario_options.hpp"
#include "dimsim/cli/study_output.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text_file.hpp"
#include "dimsim/cli/timeline_options.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/results/result_file.hpp"
#include "dimsim/study/shard_file.hpp"
#include "dimsim/study/study.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

// A study ends in one of two kinds of file. Without --shard it is a result file, which can be complete only
// if every run is here. With --shard it is a part that `dimsim merge` joins later. In both cases finished
// runs first go to a journal, which survives whatever ends the process, and the file is created from it: runs
// end in any order, but the file holds them in the order of their keys, so that its bytes do not depend on
// -j.

namespace dimsim::cli {

namespace {

po::options_description run_options() {
  po::options_description options;
  auto add = options.add_options();
  add("output,o", text_option());
  add_scenario_options(options);
  add("jobs,j", po::value<int>());
  add("time-limit", text_option());
  add("shard", text_option());
  add_timeline_options(options);
  add_output_options(options);
  return options;
}

/// The scenario's name with the characters replaced that a file name cannot contain. A leading dot would hide
/// it.
std::string file_stem(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == '\0' || c == '\n'; }, '-');
  return name.empty() || name.front() == '.' ? "_" + name : name;
}

std::optional<double> time_limit_s(const po::variables_map& arguments) {
  if (!arguments.contains("time-limit")) {
    return std::nullopt;
  }
  const std::string& text = arguments["time-limit"].as<std::string>();
  try {
    const double limit_s = parse_quantity(text, Dimension::Time);
    if (limit_s > 0) {
      return limit_s;
    }
  } catch (const InputError&) {
    // The error below names the option, which the parser does not know.
  }
  throw InputError(fmt::format("--time-limit {}: expected a time above 0, such as '10 min'", quote(text)));
}

std::optional<study::Shard> shard_of(const po::variables_map& arguments) {
  if (!arguments.contains("shard")) {
    return std::nullopt;
  }
  if (arguments.contains("json")) {
    throw InputError("--json: a shard has no summary",
                     "use --json with `dimsim merge`, once all shards are complete");
  }
  return study::Shard::parse(arguments["shard"].as<std::string>());
}

/// The timeline that --trace-events requests, or null without that option.
std::unique_ptr<results::Timeline> timeline_of(const po::variables_map& arguments, bool keeps_requests,
                                               const std::filesystem::path& result) {
  results::TimelineOptions options = timeline_options(arguments);
  if (options.file.empty()) {
    return nullptr;
  }
  if (is_same_file(options.file, result) ||
      (arguments.contains("json") && is_same_file(options.file, arguments["json"].as<std::string>()))) {
    throw InputError(fmt::format("--trace-events and another option name the same file, '{}'", options.file),
                     "name two files");
  }
  if (arguments.contains("shard")) {
    throw InputError("--trace-events cannot be combined with --shard", "omit one of them");
  }
  if (!keeps_requests) {
    throw InputError("--trace-events requires a study that keeps its requests",
                     "add --set keep_requests=yes, or run a single what-if");
  }
  return std::make_unique<results::Timeline>(std::move(options));
}

/// The file of -o, or results/NAME. Creates only that default folder: a missing folder in -o is likely
/// misspelt.
std::filesystem::path target_path(const po::variables_map& arguments, const std::string& name) {
  if (arguments.contains("output")) {
    const std::string& file = arguments["output"].as<std::string>();
    if (file.empty() || file == kStdout) {
      throw InputError(fmt::format("-o '{}': expected the name of a file", file),
                       "a result file cannot go to stdout; --json - prints the summary there");
    }
    return file;
  }
  const std::filesystem::path folder = "results";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw RunError(fmt::format("cannot create the folder '{}': {}; choose a result file with -o",
                               folder.string(), error.message()));
  }
  return folder / name;
}

/// A study with everything that its runs need.
struct Study {
  const std::vector<study::Inputs>& points;
  results::StudyHeader header;
  std::string fingerprint;
  study::Options options;
  std::unique_ptr<results::Timeline> timeline;  ///< null without --trace-events
  bool quiet = false;
};

/// What remains of a study that ends early: the finished runs in the journal. Part of a message.
std::string left_of(const study::Journal& journal) {
  const std::size_t kept = journal.kept();
  return kept == 0 ? "nothing was written"
                   : fmt::format("{} kept in '{}'; the same command completes the study",
                                 counted(kept, "finished run"), journal.folder().string());
}

/// Executes the runs that the journal lacks and passes all runs to `deliver`, in the order of their keys.
std::vector<results::FailedKey> run_all(Study& study, study::Journal& journal,
                                        const study::SignalWatch& signals,
                                        const std::function<void(const results::RunRecord&)>& deliver) {
  if (journal.found() > 0 && !study.quiet) {
    remark(fmt::format("Resuming: found {} in '{}'\n", counted(journal.found(), "finished run"),
                       journal.folder().string()));
  }
  if (journal.unreadable() > 0 && !study.quiet) {
    remark(fmt::format("{} in the journal cannot be read and will be repeated\n",
                       counted(journal.unreadable(), "finished run")));
  }
  ProgressLine line(!study.quiet && progress_is_wanted());
  study.options.on_progress = [&line](const study::Progress& progress) { line.show(progress); };
  return study::run(study.points, study.options, journal, study.header.keep_requests, signals, deliver);
}

/// Calls `work` with the journal of the study. If an interrupt or an error ends it, adds what the journal
/// keeps to the message: only here are both the reason and the journal known.
void with_journal(const std::filesystem::path& target, const std::string& fingerprint,
                  const std::function<void(study::Journal&)>& work) {
  study::Journal journal(target, fingerprint);
  try {
    work(journal);
  } catch (const study::Interrupted&) {
    throw study::Interrupted(left_of(journal));
  } catch (const RunError& error) {
    throw RunError(journal.kept() == 0 ? error.what()
                                       : fmt::format("{}\n  {}", error.what(), left_of(journal)));
  }
}

std::vector<std::string> reasons_of(const std::vector<results::FailedKey>& failed) {
  std::vector<std::string> reasons;
  for (const results::FailedKey& run : failed) {
    reasons.push_back(run.reason);
  }
  return reasons;
}

std::vector<results::Summary> write_result(Study& study, const std::filesystem::path& target,
                                           const study::SignalWatch& signals) {
  std::vector<results::Summary> summaries;
  results::ResultFile file(target, study.header);
  with_journal(target, study.fingerprint, [&](study::Journal& journal) {
    std::size_t runs = 0;
    const auto failed = run_all(study, journal, signals, [&](const results::RunRecord& record) {
      file.add(record, [&signals] { signals.check(); });
      if (study.timeline) {
        const study::Inputs& point = study.points[record.key.point];
        study.timeline->add(record, point.scenario, point.description.labels);
      }
      ++runs;
    });
    // A file without a single run has no metrics to show. With at least one it is written despite failures.
    if (runs == 0) {
      throw RunError(failures_text(reasons_of(failed)));
    }
    summaries = file.finish(failed);
    if (study.timeline) {
      study.timeline->finish();
    }
    // After finish(): until the file has its name, the journal is the only copy of the runs. Failed runs keep
    // the journal alive, so that the same command repeats only them.
    if (failed.empty()) {
      journal.remove();
    }
  });
  return summaries;
}

void write_shard(Study& study, const std::filesystem::path& target, const study::SignalWatch& signals) {
  study::ShardFile file(target);
  with_journal(target, study.fingerprint, [&](study::Journal& journal) {
    std::vector<results::RunKey> keys;
    std::vector<results::FailedKey> failed = run_all(
        study, journal, signals, [&keys](const results::RunRecord& record) { keys.push_back(record.key); });
    const std::vector<std::string> failures = reasons_of(failed);  // before `failed` is moved from
    study::ShardHeader header;
    header.fingerprint = study.fingerprint;
    header.shard = study.options.shard;
    header.study = study.header;
    header.failed = std::move(failed);
    // Only the keys are in memory; write() reads each run from the journal, since a shard may exceed the
    // memory.
    file.write(std::move(header), keys, [&journal](const results::RunKey& key) { return journal.read(key); });
    if (!failures.empty()) {
      throw RunError(failures_text(failures));
    }
    journal.remove();
    if (!study.quiet) {
      remark(fmt::format("Shard file: {} ({})\n", target.string(), counted(keys.size(), "run")));
    }
  });
}

}  // namespace

void run_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "run"}, run_options(), arguments);
  if (!read) {
    return;
  }
  study::Options options{.workers = worker_count(*read), .time_limit_s = time_limit_s(*read), .shard = {}};
  const std::optional<study::Shard> shard = shard_of(*read);
  options.shard = shard.value_or(study::Shard{});
  const study::StudyInputs inputs = load_inputs(*read);
  const std::vector<study::Inputs>& points = inputs.points;
  const std::string stem = file_stem(points.front().scenario.name);
  StudyOutput output(
      *read, target_path(*read, shard ? fmt::format("{}.shard-{}-of-{}", stem, shard->number, shard->count)
                                      : stem + ".h5"));
  const study::SignalWatch signals;  // before any file is created, so that an interrupt removes them
  Study study{.points = points,
              .header = study::header_of(points, inputs.settings),
              .fingerprint = {},
              .options = std::move(options),
              .timeline = nullptr,
              .quiet = output.is_quiet()};
  study.timeline = timeline_of(*read, study.header.keep_requests, output.result());
  study.fingerprint = study::fingerprint_of(study.header, points);
  // A timeline needs the bursts in which messages crossed the links, which runs keep only on demand. The
  // suffix keeps a journal without them from being resumed.
  if (study.timeline) {
    study.options.keep_bursts = true;
    study.fingerprint += "-bursts";
  }
  if (shard) {
    write_shard(study, output.result(), signals);
    return;
  }
  output.open();
  output.show(write_result(study, output.result(), signals));
}

}  // namespace dimsim::cli

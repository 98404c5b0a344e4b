#include "dimsim/cli/timeline_options.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/text_file.hpp"
#include "dimsim/language/units.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>

// The timeline of a long run is large, at several events per request. --trace-events-every and
// --trace-events-window select requests when the events are written, not in the simulation, so they cannot
// change a result.

namespace dimsim::cli {
namespace {

const TextKind kTraceEvents{
    .name = "file of dimsim's trace events", .mark = "dimsim.trace-events", .option = "--trace-events"};

void read_window(const std::string& text, results::TimelineOptions& options) {
  const std::size_t dots = text.find("..");
  try {
    if (dots != std::string::npos) {
      options.begin_s = parse_quantity(text.substr(0, dots), Dimension::Time);
      options.end_s = parse_quantity(text.substr(dots + 2), Dimension::Time);
      if (options.begin_s >= 0 && options.begin_s < options.end_s) {
        return;
      }
    }
  } catch (const InputError&) {
    // The error below names the option, which the parser does not know.
  }
  throw InputError(fmt::format(
      "--trace-events-window {}: expected two times, the first one earlier, such as 10s..20s", quote(text)));
}

}  // namespace

void add_timeline_options(po::options_description& options) {
  auto add = options.add_options();
  add("trace-events", text_option());
  add("trace-events-every", po::value<std::int64_t>());
  add("trace-events-window", text_option());
}

results::TimelineOptions timeline_options(const po::variables_map& arguments) {
  results::TimelineOptions options;
  for (const char* option : {"trace-events-every", "trace-events-window"}) {
    if (arguments.contains(option) && !arguments.contains("trace-events")) {
      throw InputError(fmt::format("--{} requires --trace-events", option),
                       "name a file with --trace-events");
    }
  }
  if (!arguments.contains("trace-events")) {
    return options;
  }
  options.file = arguments["trace-events"].as<std::string>();
  if (options.file.empty() || options.file == kStdout) {
    throw InputError(fmt::format("--trace-events '{}': expected the name of a file", options.file));
  }
  check_replaceable(options.file, kTraceEvents);
  if (arguments.contains("trace-events-every")) {
    const std::int64_t every = arguments["trace-events-every"].as<std::int64_t>();
    if (every < 1) {
      throw InputError(fmt::format("--trace-events-every {}: expected a whole number of at least 1", every));
    }
    options.every = static_cast<std::uint64_t>(every);
  }
  if (arguments.contains("trace-events-window")) {
    read_window(arguments["trace-events-window"].as<std::string>(), options);
  }
  return options;
}

}  // namespace dimsim::cli

#include "dimsim/plan/load.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/catalogue.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/emit.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/include.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/set.hpp"
#include "dimsim/plan/sweep.hpp"
#include "dimsim/plan/sweep_option.hpp"
#include "dimsim/plan/sweep_range.hpp"
#include "dimsim/scenario/bind.hpp"
#include "dimsim/scenario/complete.hpp"
#include "dimsim/scenario/consistency.hpp"
#include "dimsim/scenario/vocabulary.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

/// The way to a file from the scenario's folder, so that two copies of a folder say the same.
std::string portable(const std::filesystem::path& absolute, const std::filesystem::path& scenario) {
  return absolute.lexically_proximate(std::filesystem::absolute(scenario).lexically_normal().parent_path())
      .string();
}

/// The scenario on top of the platform that it names.
Node with_platform(const Node& scenario, Entries& entries, Diagnostics& diagnostics) {
  const Node* platform = scenario.find("platform");
  if (platform == nullptr) {
    return scenario;
  }
  const std::vector<std::string>& known = entries.names(kPlatforms);
  if (!platform->is_scalar() || std::find(known.begin(), known.end(), platform->text) == known.end()) {
    diagnostics.add(platform->place, fmt::format("platform: {} is none of the platforms", found(*platform)),
                    platform->is_scalar() ? suggestion(platform->text, known) : "");
    diagnostics.throw_if_any();  // half a scenario would only draw complaints about the other half
  }
  Node below = entries.raw(kPlatforms, platform->text);
  below.remove("description");
  Node above = scenario;
  above.remove("platform");
  return merge(below, above);
}

/// The path of a "path=value" text.
std::string path_of(const std::string& setting) { return setting.substr(0, setting.find('=')); }

/// What is decided before all else: a platform is put below the rest, and a sweep says which points there
/// are.
bool comes_first(const std::string& path) { return path == "platform" || is_inside(path, "sweep"); }

/// Where a swept trace lies, as one would write it anywhere.
void make_swept_traces_absolute(Node& sweep, const std::filesystem::path& file) {
  for (Node::Entry& axis : sweep.entries) {
    if (Node* traces = axis.value.find("workload.trace")) {
      for (Node& trace : traces->items) {
        make_path_absolute(trace, file);
      }
    }
  }
}

/// What results keep of a scenario, and studies are told apart by: the trace as seen from the scenario's
/// folder, and nothing of the cluster, so that a study whose tasks ran out of time goes on with more of it.
void make_portable(Node& scenario, const std::filesystem::path& file) {
  Node& trace = *scenario.find("workload")->find("trace");
  trace.text = portable(trace.text, file);
  scenario.remove("cluster");
}

void make_sweep_portable(Node& sweep, const std::filesystem::path& file) {
  for (Node::Entry& axis : sweep.entries) {
    if (Node* traces = axis.value.find("workload.trace")) {
      for (Node& trace : traces->items) {
        trace.text = portable(trace.text, file);
      }
    }
  }
}

/// Reads the points of a study from one text.
class StudyReader {
 public:
  StudyReader(std::shared_ptr<const SourceText> source, std::filesystem::path file)
      : source_(std::move(source)), file_(std::move(file)), catalogue_(Catalogue::default_root()) {}

  std::vector<Scenario> read(const std::vector<std::string>& settings) {
    Node raw = parse_with_includes(source_, diagnostics_);
    apply_first(settings, raw);
    const std::optional<Node> sweep = take_sweep(raw);
    const std::optional<Node> lists = sweep ? std::optional(expanded(*sweep, raw)) : std::nullopt;
    const std::vector<PointPlan> plans = plan_points(lists ? &*lists : nullptr, diagnostics_);
    refuse_settings_of_swept_paths(plans);
    std::vector<Scenario> points;
    for (const PointPlan& plan : plans) {
      if (std::optional<Node> resolved = resolve(raw, plan)) {
        points.push_back(make_point(std::move(*resolved), plan, points.empty()));
        if (points.size() == 1) {
          describe_study(points.front(), sweep);
        }
      }
    }
    diagnostics_.throw_if_any();
    return points;
  }

 private:
  /// Applies the settings that say which points there are, and keeps the others for each of them.
  void apply_first(const std::vector<std::string>& settings, Node& raw) {
    std::vector<std::string> axes;
    for (const std::string& setting : settings) {
      if (is_sweep_option(setting)) {
        axes.push_back(setting);
      } else if (comes_first(path_of(setting))) {
        apply_setting(setting, scenario_type(), raw, diagnostics_);
      } else {
        settings_.push_back(setting);
      }
    }
    for (const std::string& axis : axes) {
      add_axis(axis, raw, diagnostics_);
    }
  }

  /// The sweep, checked, and out of the tree that its points change.
  std::optional<Node> take_sweep(Node& raw) {
    const Node* given = raw.find("sweep");
    if (given == nullptr) {
      return std::nullopt;
    }
    const auto field = std::find_if(scenario_type().fields.begin(), scenario_type().fields.end(),
                                    [](const Field& candidate) { return candidate.key == "sweep"; });
    refuse_other_than_conditions(*given);
    Node sweep = Resolver(entries_, diagnostics_).resolve(*given, *field->type, "sweep");
    diagnostics_.throw_if_any();
    raw.remove("sweep");
    make_swept_traces_absolute(sweep, file_);
    return sweep;
  }

  /// An axis that is called as what is none would only draw complaints about a list.
  static void refuse_other_than_conditions(const Node& sweep) {
    const Node* exclude = sweep.find(kExclude);
    if (exclude != nullptr && !exclude->is_list()) {
      throw InputError(
          exclude->place,
          fmt::format("sweep.exclude: found {}; expected a list of the points to leave out, such as "
                      "[{{bandwidth: \"< 5Mbps\"}}]",
                      found(*exclude)),
          exclude->is_map() ? "if this is an axis, call it otherwise; none can be called 'exclude'" : "");
    }
  }

  /// The sweep with lists instead of ranges.
  Node expanded(Node sweep, const Node& raw) {
    std::optional<Node> example;  // made only where there is a range
    expand_ranges(
        sweep,
        [&](const std::string& path) {
          example = example ? std::move(example) : example_of(raw, sweep);
          return type_at(path, scenario_type(), *example);
        },
        diagnostics_);
    diagnostics_.throw_if_any();
    return sweep;
  }

  /// A tree in which paths lead where they do in the points. What is wrong with it is said of the points.
  Node example_of(const Node& raw, const Node& sweep) {
    Diagnostics unsaid;
    PointPlan first;
    for (const Node::Entry& axis : sweep.entries) {
      for (const Node::Entry& path : axis.value.entries) {
        if (path.value.is_list()) {
          first.assignments.push_back({path.key, path.value.items.front(), path.key_place});
        }
      }
    }
    try {
      return assembled(raw, first, unsaid);
    } catch (const InputError&) {
      return raw;
    }
  }

  /// A setting would be overwritten by every point.
  void refuse_settings_of_swept_paths(const std::vector<PointPlan>& plans) {
    for (const std::string& setting : settings_) {
      for (const Assignment& swept : plans.empty() ? std::vector<Assignment>{} : plans.front().assignments) {
        if (is_inside(path_of(setting), swept.path) || is_inside(swept.path, path_of(setting))) {
          diagnostics_.add(
              {.place = swept.path_place,
               .message = fmt::format("'{}' is swept, so --set {} has no effect", swept.path, setting),
               .hint = is_setting(swept.path_place) ? "leave out one of the two"
                                                    : "add --set 'sweep=~' to run one point"});
        }
      }
    }
  }

  /// A point's tree, not resolved yet.
  Node assembled(Node raw, const PointPlan& plan, Diagnostics& faults) {
    const auto assign = [&](bool first) {
      for (const Assignment& assignment : plan.assignments) {
        if (comes_first(assignment.path) == first) {
          apply_value(assignment.path, assignment.value, assignment.path_place, scenario_type(), raw, faults);
        }
      }
    };
    assign(true);
    raw = with_platform(raw, entries_, faults);
    for (const std::string& setting : settings_) {
      apply_setting(setting, scenario_type(), raw, faults);
    }
    assign(false);
    return raw;
  }

  /// A point's tree; nothing when something is wrong with it. A fault that several points share is told once.
  std::optional<Node> resolve(const Node& raw, const PointPlan& plan) {
    Diagnostics faults;
    Node resolved = Resolver(entries_, faults).resolve(assembled(raw, plan, faults), scenario_type(), "");
    complete_scenario(resolved, file_);
    check_scenario(resolved, faults);
    for (const Diagnostic& fault : faults.list()) {
      if (told_.emplace(fault.place.text(), fault.message).second) {
        diagnostics_.add(fault);
      }
    }
    return faults.empty() ? std::optional(std::move(resolved)) : std::nullopt;
  }

  Scenario make_point(Node resolved, const PointPlan& plan, bool is_first) {
    Scenario scenario = bind(resolved);
    scenario.labels = plan.labels;
    for (const Assignment& assignment : plan.assignments) {
      scenario.parameters.push_back({assignment.path, one_line(assignment.value)});
    }
    if (is_first) {
      scenario.resolved_yaml = emit(resolved);
    }
    make_portable(resolved, file_);
    scenario.point_yaml = texts_.of(resolved);
    scenario.point_yaml.shrink_to_fit();  // a study keeps thousands of them
    return scenario;
  }

  /// Puts the texts of the whole study into its first point.
  void describe_study(Scenario& first, const std::optional<Node>& sweep) const {
    first.source_yaml = source_->text;
    first.portable_yaml = first.point_yaml;
    if (sweep) {
      Node tail = Node::map();
      tail.set("sweep", *sweep);
      first.resolved_yaml += emit(tail);
      make_sweep_portable(*tail.find("sweep"), file_);
      first.portable_yaml += emit(tail);
    }
  }

  std::shared_ptr<const SourceText> source_;
  std::filesystem::path file_;
  Catalogue catalogue_;
  Entries entries_{catalogue_};
  PointTexts texts_;
  std::vector<std::string> settings_;  ///< of --set, beside those that come first
  Diagnostics diagnostics_;
  std::set<std::pair<std::string, std::string>> told_;  ///< place and message
};

}  // namespace

std::vector<Scenario> load_study(const std::filesystem::path& file,
                                 const std::vector<std::string>& settings) {
  return StudyReader(read_source(file, file.string()), file).read(settings);
}

Scenario load(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  return load_study(file, settings).front();
}

Scenario load_text(const std::string& text, const std::filesystem::path& name,
                   const std::vector<std::string>& settings) {
  return StudyReader(make_source(name.string(), text), name).read(settings).front();
}

}  // namespace dimsim::scenario

#include "dimsim/plan/load.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/emit.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/include.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/scalars.hpp"
#include "dimsim/language/set.hpp"
#include "dimsim/plan/cluster.hpp"
#include "dimsim/plan/names.hpp"
#include "dimsim/plan/portable.hpp"
#include "dimsim/plan/repetition.hpp"
#include "dimsim/plan/sweep.hpp"
#include "dimsim/plan/sweep_option.hpp"
#include "dimsim/plan/sweep_range.hpp"
#include "dimsim/scenario/complete.hpp"
#include "dimsim/scenario/draft.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

// The order of the steps gives the precedence: platform < scenario file and its includes < --set < axes. Two
// things must come before everything else, since they decide what the rest is applied to: the platform, which
// lies below the scenario, and the sweep, which makes the points. Then each point's tree is assembled,
// resolved, read and checked as if it were a file of its own, so that no rule of the language is written
// twice.
namespace dimsim::plan {
namespace {

using language::apply_setting;
using language::is_inside;
using language::is_option;
using language::Node;

/// The path of a "path=value" text.
std::string path_of(const std::string& setting) { return setting.substr(0, setting.find('=')); }

/// Whether a path is applied before all others: the platform lies below the rest, and the sweep makes the
/// points.
bool selects_points(const std::string& path) { return path == "platform" || is_inside(path, "sweep"); }

/// Throws at once instead of adding to the diagnostics: in a newer language the same keys may mean something
/// else, so that every further message would be misleading.
void refuse_newer_version(const Node& document) {
  const Node* version = document.find("version");
  if (version == nullptr || !version->is_scalar()) {
    return;
  }
  const auto parsed = language::parse_scalar(version->text, *language::integer(1));
  const auto* value = std::get_if<language::ScalarValue>(&parsed);
  if (value != nullptr && std::get<std::int64_t>(*value) > kLanguageVersion) {
    throw InputError(version->place,
                     fmt::format("version: the file is written in version {} of the scenario language; this "
                                 "program knows versions up to {}",
                                 version->text, kLanguageVersion),
                     "use a newer dimsim, or write the file in an older version of the language");
  }
}

/// Throws at once, with a hint: for an axis named 'exclude' the resolver would only report that it is not a
/// list.
void refuse_axis_named_exclude(const Node& sweep) {
  const Node* exclude = sweep.find(kExclude);
  if (exclude != nullptr && !exclude->is_list()) {
    throw InputError(
        exclude->place,
        fmt::format("sweep.exclude: found {}; expected a list of the points to leave out, such as "
                    "[{{bandwidth: \"< 5Mbps\"}}]",
                    language::found(*exclude)),
        exclude->is_map() ? "if this is an axis, give it another name; none can be called 'exclude'" : "");
  }
}

/// A point after its tree was resolved, completed, read and checked.
struct ReadPoint {
  Node tree;
  Point point;
  KeepRequests keep_requests = KeepRequests::Auto;
  Cluster cluster;
};

/// Reads the points of a study from one text.
class StudyReader {
 public:
  StudyReader(std::shared_ptr<const SourceText> source, std::filesystem::path file,
              std::span<const language::Rename> renames)
      : source_(std::move(source)),
        file_(std::move(file)),
        renames_(renames),
        catalogue_(catalogue::Catalogue::default_root()) {}

  Study read(const std::vector<std::string>& settings) {
    Node raw =
        language::parse_with_includes(source_, diagnostics_, [this](Node& document) { prepare(document); });
    apply_point_settings(settings, raw);
    const std::optional<Node> sweep = take_sweep(raw);
    const std::optional<Node> lists = sweep ? std::optional(expanded(*sweep, raw)) : std::nullopt;
    const std::vector<PointPlan> plans = plan_points(lists ? &*lists : nullptr, diagnostics_);
    refuse_settings_of_swept_paths(plans);
    Study study;
    for (const PointPlan& plan : plans) {
      if (std::optional<ReadPoint> point = read_point(raw, plan)) {
        const bool is_first = study.points.empty();
        if (is_first) {
          study.settings = {.keep_requests = point->keep_requests,
                            .cluster = std::move(point->cluster),
                            .source_yaml = source_->text,
                            .resolved_yaml = language::emit(point->tree),
                            .portable_yaml = {}};
        }
        describe(*point, plan);
        study.points.push_back(std::move(point->point));
      }
    }
    diagnostics_.throw_if_any();
    add_sweep(study, sweep);
    study.warnings = std::move(warnings_);
    return study;
  }

 private:
  /// Applied to every file before it is merged with others: an old key and its new name in two files would
  /// otherwise both survive the merge.
  void prepare(Node& document) {
    refuse_newer_version(document);
    std::vector<Diagnostic> warnings;
    language::apply_renames(renames_, document, warnings, diagnostics_);
    warn(std::move(warnings));
  }

  /// Adds warnings; one that several points share is added once.
  void warn(std::vector<Diagnostic> warnings) {
    for (Diagnostic& warning : warnings) {
      if (reported_.emplace(warning.place.text(), warning.message).second) {
        warnings_.push_back(std::move(warning));
      }
    }
  }

  std::string renamed(const std::string& path, const Place& place) {
    std::vector<Diagnostic> warnings;
    std::string result = language::renamed_path(renames_, path, place, warnings);
    warn(std::move(warnings));
    return result;
  }

  /// Applies the settings that select points, and stores the others for each point. Axes come last, so that
  /// `--set sweep=~` removes those of the file and not those of options, whatever the order on the command
  /// line.
  void apply_point_settings(const std::vector<std::string>& settings, Node& raw) {
    std::vector<std::string> axes;
    for (const std::string& setting : settings) {
      if (is_sweep_option(setting)) {
        axes.push_back(setting);
      } else if (selects_points(path_of(setting))) {
        apply_setting(setting, study_type(), raw, diagnostics_);
      } else {
        const std::string path = path_of(setting);
        const Place place{make_source("--set " + setting, setting), 1, 1};
        settings_.push_back(renamed(path, place) + setting.substr(path.size()));
      }
    }
    for (const std::string& axis : axes) {
      add_axis(axis, raw, diagnostics_);
    }
  }

  /// The checked sweep, which is removed from the tree that its points change.
  std::optional<Node> take_sweep(Node& raw) {
    const Node* given = raw.find("sweep");
    if (given == nullptr) {
      return std::nullopt;
    }
    refuse_axis_named_exclude(*given);
    Node sweep = language::Resolver(entries_, diagnostics_).resolve(*given, sweep_type(), "sweep");
    diagnostics_.throw_if_any();
    raw.remove("sweep");
    for (Node::Entry& axis : sweep.entries) {
      for (Node::Entry& path : axis.value.entries) {
        path.key = renamed(path.key, path.key_place);
      }
    }
    make_swept_traces_absolute(sweep, file_);
    return sweep;
  }

  /// The sweep with lists instead of ranges.
  Node expanded(Node sweep, const Node& raw) {
    std::optional<Node> example;  // made only if there is a range, and then once
    expand_ranges(
        sweep,
        [&](const std::string& path) {
          example = example ? std::move(example) : example_of(raw, sweep);
          return language::type_at(path, study_type(), *example);
        },
        diagnostics_);
    diagnostics_.throw_if_any();
    return sweep;
  }

  /// A tree in which paths lead to the same types as in the points: types depend on values, such as the name
  /// of a policy, which an axis may set. Faults are not reported here, since every point has them too.
  Node example_of(const Node& raw, const Node& sweep) {
    Diagnostics unreported;
    PointPlan first;
    for (const Node::Entry& axis : sweep.entries) {
      for (const Node::Entry& path : axis.value.entries) {
        if (path.value.is_list()) {
          first.assignments.push_back({path.key, path.value.items.front(), path.key_place});
        }
      }
    }
    try {
      return assembled(raw, first, unreported);
    } catch (const InputError&) {
      return raw;
    }
  }

  /// A setting of a swept path would be overwritten by every point.
  void refuse_settings_of_swept_paths(const std::vector<PointPlan>& plans) {
    for (const std::string& setting : settings_) {
      for (const Assignment& swept : plans.empty() ? std::vector<Assignment>{} : plans.front().assignments) {
        if (is_inside(path_of(setting), swept.path) || is_inside(swept.path, path_of(setting))) {
          diagnostics_.add(
              {.place = swept.path_place,
               .message = fmt::format("'{}' is swept, so --set {} has no effect", swept.path, setting),
               .hint = is_option(swept.path_place) ? "leave out one of the two"
                                                   : "add --set 'sweep=~' to run one point"});
        }
      }
    }
  }

  /// The scenario on top of the platform that it names.
  Node with_platform(const Node& scenario, Diagnostics& faults) {
    const Node* platform = scenario.find("platform");
    if (platform == nullptr) {
      return scenario;
    }
    const std::vector<std::string>& known = entries_.names(catalogue::kPlatforms);
    if (!platform->is_scalar() || std::find(known.begin(), known.end(), platform->text) == known.end()) {
      faults.add(platform->is_scalar()
                     ? unknown_name(platform->place, "platform", "platform", platform->text, known)
                     : Diagnostic{platform->place,
                                  fmt::format("platform: found {}; expected the name of a platform",
                                              language::found(*platform)),
                                  ""});
      faults.throw_if_any();  // without the platform's part every missing key would be another message
    }
    Node below = entries_.raw(catalogue::kPlatforms, platform->text);
    prepare(below);
    below.remove("description");
    Node above = scenario;
    above.remove("platform");
    return language::merge(below, above);
  }

  /// The tree of a point before it is resolved.
  Node assembled(Node raw, const PointPlan& plan, Diagnostics& faults) {
    const auto assign = [&](bool first) {
      for (const Assignment& assignment : plan.assignments) {
        if (selects_points(assignment.path) == first) {
          language::apply_value(assignment.path, assignment.value, assignment.path_place, study_type(), raw,
                                faults);
        }
      }
    };
    assign(true);
    raw = with_platform(raw, faults);
    for (const std::string& setting : settings_) {
      apply_setting(setting, study_type(), raw, faults);
    }
    assign(false);
    return raw;
  }

  /// Returns nothing if the point has a fault. A fault that several points share is reported once.
  std::optional<ReadPoint> read_point(const Node& raw, const PointPlan& plan) {
    Diagnostics faults;
    ReadPoint result{
        .tree = language::Resolver(entries_, faults).resolve(assembled(raw, plan, faults), study_type(), ""),
        .point = {},
        .cluster = {}};
    scenario::complete_scenario(result.tree, file_);
    scenario::Draft draft = scenario::read_draft(result.tree, faults);
    RepetitionDraft repetition = read_repetition(result.tree);
    ClusterDraft cluster = read_cluster(result.tree);
    language::read(result.tree, "keep_requests", kKeepRequests, result.keep_requests);
    check(repetition, faults);
    scenario::check(draft, faults);
    check(cluster, faults);
    for (const Diagnostic& fault : faults.list()) {
      if (reported_.emplace(fault.place.text(), fault.message).second) {
        diagnostics_.add(fault);
      }
    }
    if (!faults.empty()) {
      return std::nullopt;
    }
    result.point.scenario = scenario::finish(std::move(draft));
    result.point.description.replications = repetition.replications;
    result.point.description.precision = std::move(repetition.precision);
    result.cluster = std::move(cluster.values);
    return result;
  }

  /// Adds labels, parameters and the text of a point.
  void describe(ReadPoint& point, const PointPlan& plan) {
    PointDescription& description = point.point.description;
    description.labels = plan.labels;
    for (const Assignment& assignment : plan.assignments) {
      description.parameters.push_back({assignment.path, language::one_line(assignment.value)});
    }
    make_portable(point.tree, file_);
    description.yaml = texts_.of(point.tree);
    description.yaml.shrink_to_fit();  // a study keeps thousands of them
  }

  /// The texts of a study are those of its first point followed by the sweep: read again, they give all
  /// points.
  void add_sweep(Study& study, const std::optional<Node>& sweep) const {
    Settings& settings = study.settings;
    settings.portable_yaml = study.points.front().description.yaml;
    if (sweep) {
      Node tail = Node::map();
      tail.set("sweep", *sweep);
      settings.resolved_yaml += language::emit(tail);
      make_sweep_portable(*tail.find("sweep"), file_);
      settings.portable_yaml += language::emit(tail);
    }
  }

  std::shared_ptr<const SourceText> source_;
  std::filesystem::path file_;
  std::span<const language::Rename> renames_;
  catalogue::Catalogue catalogue_;
  catalogue::Entries entries_{catalogue_};
  language::SuccessiveTexts texts_;
  std::vector<std::string> settings_;  ///< of --set, without those that select points
  std::vector<Diagnostic> warnings_;
  Diagnostics diagnostics_;
  std::set<std::pair<std::string, std::string>> reported_;  ///< place and message
};

}  // namespace

Study load_study(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  return StudyReader(language::read_source(file, file.string()), file, renamed_keys()).read(settings);
}

Study load_study_text(const std::string& text, const std::filesystem::path& name,
                      const std::vector<std::string>& settings, std::span<const language::Rename> renames) {
  return StudyReader(make_source(name.string(), text), name, renames).read(settings);
}

scenario::Scenario load(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  return load_study(file, settings).points.front().scenario;
}

scenario::Scenario load_text(const std::string& text, const std::filesystem::path& name,
                             const std::vector<std::string>& settings) {
  return load_study_text(text, name, settings).points.front().scenario;
}

}  // namespace dimsim::plan

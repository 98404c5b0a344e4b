// JSON Lines in wide format: one object per line and sample. Each line is parsed into a tree, which costs
// more than the flat reader of json_lines.hpp. It is affordable here, because a trace has one line per sample
// and json_lines.hpp reads the much larger training dynamics; and it is needed, because logits are nested
// lists.
//
// The first object determines the columns, the first row of scores the number of classes. Later lines are
// compared with them, so that a file which changes in the middle is refused at the line where it does.
#include "dimsim/base/suggest.hpp"
#include "dimsim/trace/import/import_columns.hpp"
#include "dimsim/trace/import/import_samples.hpp"
#include "dimsim/trace/import/import_scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::trace {
namespace {

using OrderedJson = nlohmann::ordered_json;  // messages list the keys in the order of the file

constexpr const char* kOneLine = "each line is a JSON object of its own; NaN and Infinity are not JSON";
constexpr const char* kNumbered = "logits_";  ///< logits_1, logits_2, …: one key per exit

/// The library's error message without its own number and position, which is relative to the single line that
/// the library was given: "invalid literal; last read: 'N'".
std::string reason(const OrderedJson::exception& error) {
  std::string text = error.what();
  for (const std::string end : {"] ", ": "}) {
    const std::size_t found = text.find(end);
    const bool is_prefix = text.starts_with("[json") || text.starts_with("parse error");
    text = is_prefix && found != std::string::npos ? text.substr(found + end.size()) : text;
  }
  return text;
}

/// Key in the object of each column, by Column::name.
using Keys = std::map<std::string, std::string>;

class JsonLinesImport {
 public:
  JsonLinesImport(const std::shared_ptr<const SourceText>& source, const std::optional<std::string>& split,
                  ImportState& state)
      : source_(source), split_(split), state_(state), names_(state.options) {}

  void run() {
    std::string_view rest = source_->text;
    // Without the required keys each line would have the same error.
    while (!rest.empty() && !lacks_keys_) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      ++line_;
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
        read_line(line);
      }
    }
    if (!has_lines_) {
      faults_.add(Place{source_}, "is empty; expected a line, one JSON object, for each sample");
    }
    finish();
  }

 private:
  [[nodiscard]] Place here(std::size_t column = 1) const {
    return {source_, line_, static_cast<int>(column)};
  }

  void refuse(std::string message, const std::string& hint = "") {
    faults_.add(here(), std::move(message), state_.once(hint));
  }

  void read_line(std::string_view line) {
    has_lines_ = true;
    OrderedJson object;
    try {
      object = OrderedJson::parse(line);
    } catch (const OrderedJson::parse_error& error) {
      faults_.add(here(std::max<std::size_t>(error.byte, 1)), "this is not JSON: " + reason(error),
                  state_.once(kOneLine));
      return;
    } catch (const OrderedJson::exception& error) {  // a number out of the range of double
      refuse("this is not JSON: " + reason(error));
      return;
    }
    if (!object.is_object()) {
      refuse(fmt::format("this is {}; expected an object, {{\"guid\": 1, …}}", name_of(object)),
             object.is_array() ? "`jq -c '.[]'` writes the elements of an array line by line" : "");
      return;
    }
    const std::size_t faults = faults_.list().size();
    const std::optional<Keys> keys = keys_of(object);
    if (keys) {
      read_sample(object, *keys, faults);
    }
  }

  [[nodiscard]] static std::string name_of(const OrderedJson& value) {
    const std::string type = value.type_name();
    return (type == "array" || type == "object" ? "an " : type == "null" ? "" : "a ") + type;
  }

  /// Finds the keys of the columns. Every line must have the same columns as the first object.
  std::optional<Keys> keys_of(const OrderedJson& object) {
    std::vector<std::string> available;
    for (const auto& [key, value] : object.items()) {
      available.push_back(key);
    }
    Keys keys;
    for (const Column& column : import_columns()) {
      if (const auto found = names_.find(column.name, available)) {
        keys[column.name] = *found;
      }
    }
    if (!first_) {
      first_ = keys;
      const std::size_t faults = faults_.list().size();
      check_first(keys, available);
      lacks_keys_ = faults_.list().size() > faults;
      return lacks_keys_ ? std::nullopt : std::optional(keys);
    }
    // An optional column must not come and go either: a trace has an array of tokens or none.
    bool same = true;
    for (const Column& column : import_columns()) {
      if (keys.contains(column.name) != first_->contains(column.name)) {
        same = false;
        refuse(fmt::format("has {} '{}', unlike the first sample", keys.contains(column.name) ? "a" : "no",
                           column.name));
      }
    }
    return same ? std::optional(keys) : std::nullopt;
  }

  void check_first(const Keys& keys, const std::vector<std::string>& available) {
    names_.check_given(available, here(), faults_);
    names_.require({"sample", "label"}, available, here(), faults_);
    const bool numbered =
        std::find(available.begin(), available.end(), fmt::format("{}1", kNumbered)) != available.end();
    if (!keys.contains("logits") && !keys.contains("probabilities") && !numbered) {
      refuse("has neither 'logits' nor 'probabilities', nor 'logits_1', 'logits_2', …",
             naming_hint("logits", available));
    }
    const auto require_constant = [&](const std::string& column, const std::string& option,
                                      const std::optional<std::int32_t>& constant, bool& is_assumed) {
      is_assumed = is_assumed || !keys.contains(column);
      if (!keys.contains(column) && !constant) {
        refuse(fmt::format("has no '{}', which a trace needs", column),
               fmt::format("--{0} N assumes N for every sample, --column {1}=NAME names the key", option,
                           column));
      }
    };
    require_constant("tokens", "tokens", state_.options.tokens, state_.tokens_are_assumed);
    require_constant("text_bytes", "text-bytes", state_.options.text_bytes, state_.text_bytes_are_assumed);
    if (split_ && keys.contains("split")) {
      refuse(fmt::format("the file has its own split names, but is given as '{}'", *split_),
             "omit the name, or add --column split= to ignore the key");
    }
  }

  void read_sample(const OrderedJson& object, const Keys& keys, std::size_t faults_before) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    constexpr std::int64_t kMaxGuid = std::numeric_limits<std::int64_t>::max();
    Sample sample;
    sample.place = here();
    sample.guid = integer(object, keys, "sample", -kMaxGuid, kMaxGuid, 0);
    sample.logits = logits(object, keys);  // before the label: the first logits determine the classes
    const int known = state_.classes > 0 ? state_.classes : static_cast<int>(kMaxClasses);
    sample.gold = static_cast<std::int32_t>(integer(object, keys, "label", 0, known - 1, 0));
    sample.tokens = static_cast<std::int32_t>(
        integer(object, keys, "tokens", 1, kMax, state_.options.tokens.value_or(1)));
    sample.text_bytes = static_cast<std::int32_t>(
        integer(object, keys, "text_bytes", 1, kMax, state_.options.text_bytes.value_or(1)));
    sample.complexity = complexity(object, keys);
    sample.embedding = embedding(object, keys);
    SampleSplit& split = splits_[split_of(object, keys)];
    check_unique(sample, split);
    // A faulty sample is left out at once, but its guid is known, so that a repeated one is still noticed.
    if (faults_.list().size() == faults_before) {
      split.exits = exits_;
      split.samples.push_back(std::move(sample));
    }
  }

  void check_unique(const Sample& sample, const SampleSplit& split) {
    const auto [first, is_new] = lines_[&split].emplace(sample.guid, line_);
    if (!is_new) {
      faults_.add({here(),
                   fmt::format("sample {} appears twice", sample.guid),
                   "",
                   {{Place{source_, first->second, 1}, "first here"}}});
    }
  }

  std::int64_t integer(const OrderedJson& object, const Keys& keys, const std::string& column,
                       std::int64_t lowest, std::int64_t highest, std::int64_t otherwise) {
    const auto key = keys.find(column);
    if (key == keys.end()) {
      return otherwise;
    }
    const OrderedJson& value = object.at(key->second);
    // Via the text, since get<int64_t>() would silently truncate 1.5 and wrap 1e30.
    const auto number = whole_number(value.is_string() ? "" : value.dump());
    if (!number || *number < lowest || *number > highest) {
      refuse(fmt::format("{}: {}; expected a whole number{}", key->second, quote(value.dump()),
                         column == "sample" ? "" : fmt::format(" from {} to {}", lowest, highest)));
      return otherwise;
    }
    return *number;
  }

  std::optional<Complexity> complexity(const OrderedJson& object, const Keys& keys) {
    const auto key = keys.find("complexity");
    if (key == keys.end()) {
      return std::nullopt;
    }
    const OrderedJson& value = object.at(key->second);
    const auto found = complexity_named(value.is_string() ? value.get<std::string>() : value.dump());
    if (!found) {
      refuse(fmt::format("complexity: {}; expected easy, medium, hard, 0, 1 or 2", quote(value.dump())));
    }
    return found;
  }

  std::vector<float> embedding(const OrderedJson& object, const Keys& keys) {
    const auto key = keys.find("embedding");
    if (key == keys.end()) {
      return {};
    }
    std::vector<float> values;
    if (append_numbers(object.at(key->second), key->second, values)) {
      check_length("embedding", values.size(), embedding_size_, "number");
    }
    return values;
  }

  std::string split_of(const OrderedJson& object, const Keys& keys) {
    const auto key = keys.find("split");
    if (key == keys.end()) {
      return split_.value_or(state_.options.split);
    }
    const OrderedJson& value = object.at(key->second);
    std::string name = value.is_string() ? value.get<std::string>() : "";
    if (!is_split_name(name)) {
      refuse(fmt::format("split: {}; expected a name of letters, digits, '_' and '-'", quote(value.dump())));
    }
    return name;
  }

  /// The scores of all exits. The first line determines the numbers of exits and classes.
  std::vector<float> logits(const OrderedJson& object, const Keys& keys) {
    const bool are_probabilities = !keys.contains("logits") && keys.contains("probabilities");
    std::vector<std::pair<std::string, const OrderedJson*>> exits;
    if (keys.contains("logits") || are_probabilities) {
      const std::string& key = keys.at(are_probabilities ? "probabilities" : "logits");
      const OrderedJson& rows = object.at(key);
      if (!rows.is_array() || rows.empty()) {
        refuse(
            fmt::format("{}: {}; expected a list of exits, each a list of classes", key, quote(rows.dump())));
        return {};
      }
      for (std::size_t i = 0; i < rows.size(); ++i) {
        exits.emplace_back(fmt::format("{}[{}]", key, i), &rows[i]);
      }
    } else {
      exits = numbered(object);
    }
    state_.has_probabilities = state_.has_probabilities || are_probabilities;
    std::vector<float> values;
    if (!check_length("the sample", exits.size(), exits_, "exit")) {
      return {};
    }
    for (const auto& [name, row] : exits) {
      if (!append_exit(name, *row, are_probabilities, values)) {
        return {};
      }
    }
    return values;
  }

  /// The exits logits_1, logits_2, …; a gap is an error.
  std::vector<std::pair<std::string, const OrderedJson*>> numbered(const OrderedJson& object) {
    std::vector<std::pair<std::string, const OrderedJson*>> exits;
    // Counted first, so that a gap is reported as a gap: stopping at the first missing key would read a
    // sample with fewer exits.
    std::size_t present = 0;
    for (const auto& [key, value] : object.items()) {
      present += key.starts_with(kNumbered) ? 1U : 0U;
    }
    for (std::size_t exit = 1; exit <= present; ++exit) {
      const std::string key = fmt::format("{}{}", kNumbered, exit);
      const auto found = object.find(key);
      if (found == object.end()) {
        refuse(fmt::format("has {} keys '{}…', but no '{}'", present, kNumbered, key));
        return {};
      }
      exits.emplace_back(key, &*found);
    }
    return exits;
  }

  bool append_exit(const std::string& name, const OrderedJson& row, bool are_probabilities,
                   std::vector<float>& values) {
    const std::size_t begin = values.size();
    if (!append_numbers(row, name, values) ||
        !check_length(name, values.size() - begin, state_.classes, "class", "es")) {
      return false;
    }
    if (!are_probabilities) {
      return true;
    }
    const auto fault = probabilities_to_logits(std::span(values).subspan(begin));
    if (fault) {
      refuse(fmt::format("{}: {}", name, *fault));
    }
    return !fault;
  }

  bool append_numbers(const OrderedJson& list, const std::string& name, std::vector<float>& values) {
    // As a float: 1e39 is a finite double but an infinite float.
    const bool is_right = list.is_array() && !list.empty() &&
                          std::all_of(list.begin(), list.end(), [](const OrderedJson& value) {
                            return value.is_number() && std::isfinite(value.get<float>());
                          });
    if (!is_right) {
      refuse(fmt::format("{}: {}; expected a list of finite numbers", name, quote(list.dump())));
      return false;
    }
    for (const OrderedJson& value : list) {
      values.push_back(value.get<float>());
    }
    return true;
  }

  /// Whether a count equals that of the first sample, which sets it.
  bool check_length(const std::string& name, std::size_t found, int& known, const std::string& what,
                    const char* plural = "s") {
    if (known == 0) {
      known = static_cast<int>(found);
    }
    if (found != static_cast<std::size_t>(known)) {
      refuse(fmt::format("{} has {} {}{}; expected {}", name, found, what, found == 1 ? "" : plural, known),
             "all samples have the same exits and classes");
    }
    return found == static_cast<std::size_t>(known) && found > 0;
  }

  void finish() {
    for (const Diagnostic& fault : faults_.list()) {
      state_.faults.add(fault);
    }
    // The import fails: converting the sound samples of a faulty file would be wasted.
    if (!faults_.empty()) {
      return;
    }
    for (auto& [name, split] : splits_) {
      split.name = name;
      state_.splits.push_back({.name = name, .split = to_split(split, state_.classes, state_)});
    }
  }

  const std::shared_ptr<const SourceText>& source_;
  const std::optional<std::string>& split_;
  ImportState& state_;
  ColumnNames names_;
  Diagnostics faults_;  ///< of this file
  std::optional<Keys> first_;
  std::map<std::string, SampleSplit> splits_;  ///< a map, since lines_ needs stable addresses
  std::map<const SampleSplit*, std::unordered_map<std::int64_t, int>> lines_;  ///< of each sample
  int line_ = 0;
  int exits_ = 0;
  int embedding_size_ = 0;
  bool has_lines_ = false;
  bool lacks_keys_ = false;  ///< required keys are missing, so no line can be read
};

}  // namespace

void import_json_lines(const std::shared_ptr<const SourceText>& source,
                       const std::optional<std::string>& split, ImportState& state) {
  JsonLinesImport(source, split, state).run();
}

}  // namespace dimsim::trace

// Training dynamics of a large data set are gigabytes of JSON, often compressed. So the file is read in
// blocks, a line is parsed where it lies in the buffer, and the parser's events fill a flat record whose
// memory is reused: no tree and no copy of the line are made.
#include "dimsim/trace/import/json_lines.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <zlib.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::trace {
namespace {

using Json = nlohmann::json;

/// A longer line is never valid: a MiB holds about 40,000 logits.
constexpr std::size_t kMaxLineBytes = 1U << 20U;
constexpr std::size_t kBlockBytes = 1U << 18U;

/// nlohmann's message without its prefixes ("[json.exception.parse_error.101] parse error at line 1, …: ")
/// and without the text it was reading, which may be long or binary.
std::string reason_of(const std::exception& error) {
  std::string text = error.what();
  text.erase(0, text.find("] ") + 2);
  if (const std::size_t column = text.find("column "); column != std::string::npos) {
    text.erase(0, column);
    text.replace(text.find(": "), 2, ", ");
  }
  if (const std::size_t read = text.find("; last read:"); read != std::string::npos) {
    const std::size_t expected = text.rfind("; expected ");
    text.erase(read, expected == std::string::npos || expected < read ? expected : expected - read);
  }
  return text;
}

/// Fills a record while nlohmann parses the text. No tree is built, which would dominate the time for large
/// files.
class RecordBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit RecordBuilder(JsonRecord& record) : record_(record) {}

  [[nodiscard]] const std::string& fault() const { return fault_; }

  bool null() override { return scalar(JsonValue::Kind::Other, 0, {}); }
  bool boolean(bool /*value*/) override { return scalar(JsonValue::Kind::Other, 0, {}); }
  bool number_integer(number_integer_t value) override { return integer(value); }
  bool number_unsigned(number_unsigned_t value) override { return integer(value); }
  bool number_float(number_float_t value, const string_t& text) override {
    return scalar(JsonValue::Kind::Number, value, text);
  }
  bool string(string_t& value) override { return scalar(JsonValue::Kind::Text, 0, value); }
  bool binary(binary_t& /*value*/) override { return false; }  // not in JSON, only in CBOR and the like

  bool start_object(std::size_t /*size*/) override {
    if (depth_ == 1) {
      value_->kind = JsonValue::Kind::Other;
    } else if (depth_ > 1) {
      mark_other();
    }
    ++depth_;
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (depth_ == 0) {
      return not_an_object();
    }
    if (depth_ == 1) {
      value_->kind = JsonValue::Kind::Numbers;  // until an element is something else
    } else {
      mark_other();
    }
    ++depth_;
    return true;
  }
  bool end_array() override { return end_object(); }

  bool key(string_t& name) override {
    if (depth_ != 1) {
      return true;
    }
    // nlohmann keeps the last of two equal keys when it builds a tree; a file with two is most likely wrong.
    if (record_.find(name) != nullptr) {
      fault_ = fmt::format("{} is given twice", quote(name));
      return false;
    }
    value_ = &record_.add(name);
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const Json::exception& error) override {
    fault_ = fmt::format("is not a JSON object: {}", reason_of(error));
    return false;
  }

 private:
  template <typename Integer>
  bool integer(Integer value) {
    if (depth_ != 1) {  // elements of an array need no text; formatting it would cost most of the time
      return scalar(JsonValue::Kind::Integer, static_cast<double>(value), {});
    }
    const fmt::format_int text(value);
    return scalar(JsonValue::Kind::Integer, static_cast<double>(value), {text.data(), text.size()});
  }

  bool scalar(JsonValue::Kind kind, double number, std::string_view text) {
    if (depth_ == 0) {
      return not_an_object();
    }
    const bool is_number = kind == JsonValue::Kind::Integer || kind == JsonValue::Kind::Number;
    if (depth_ == 1) {
      value_->kind = kind;
      value_->number = number;
      value_->text = text;
    } else if (depth_ == 2 && is_number && value_->kind == JsonValue::Kind::Numbers) {
      value_->numbers.push_back(number);
    } else {
      mark_other();
    }
    return true;
  }

  /// The member contains something other than numbers.
  void mark_other() { value_->kind = JsonValue::Kind::Other; }

  bool not_an_object() {
    fault_ = "is not a JSON object; expected {…}";
    return false;
  }

  JsonRecord& record_;
  JsonValue* value_ = nullptr;
  int depth_ = 0;
  std::string fault_;
};

std::string hint_for(std::string_view line) {
  const bool names_infinity =
      line.find("NaN") != std::string_view::npos || line.find("Infinity") != std::string_view::npos;
  return names_infinity ? "JSON has no NaN and no Infinity, and numbers here must be finite" : "";
}

}  // namespace

const JsonValue* JsonRecord::find(std::string_view name) const {
  const auto end = values_.begin() + static_cast<std::ptrdiff_t>(used_);
  const auto found = std::find_if(values_.begin(), end, [&](const auto& v) { return v.name == name; });
  return found == end ? nullptr : &*found;
}

const JsonValue* JsonRecord::find_prefix(std::string_view prefix) const {
  const auto end = values_.begin() + static_cast<std::ptrdiff_t>(used_);
  const auto found =
      std::find_if(values_.begin(), end, [&](const auto& v) { return v.name.starts_with(prefix); });
  return found == end ? nullptr : &*found;
}

JsonValue& JsonRecord::add(std::string_view name) {
  if (used_ == values_.size()) {
    values_.emplace_back();
  }
  JsonValue& value = values_[used_++];
  value.name = name;
  value.kind = JsonValue::Kind::Other;
  value.numbers.clear();
  return value;
}

/// Lines of a file read through zlib, which passes plain files through unchanged.
class JsonLines::Text {
 public:
  /// Mode "e" closes the descriptor on exec (zlib.h, gzopen).
  explicit Text(const std::filesystem::path& file) : file_(gzopen(file.c_str(), "rbe")) {
    // Linux opens a folder for reading; only the first read would fail, with a less helpful message.
    if (std::filesystem::is_directory(file)) {
      throw InputError(file_place(file.string()), "is a folder; expected a file of JSON lines");
    }
    if (file_ == nullptr) {
      throw InputError(file_place(file.string()),
                       // Without errno, gzopen() lacked memory (zlib.h).
                       fmt::format("cannot be opened: {}", errno_text(errno == 0 ? ENOMEM : errno)));
    }
    gzbuffer(file_.get(), kBlockBytes);
  }

  [[nodiscard]] int line() const { return line_; }

  /// The next line without its line break; nothing at the end of the file or after a read error.
  std::optional<std::string_view> next(LineFaults& faults) {
    while (true) {
      const char* begin = buffer_.data() + begin_;
      const auto* end =  // memchr() must not see the null pointer of the empty buffer
          begin_ == end_ ? nullptr : static_cast<const char*>(std::memchr(begin, '\n', end_ - begin_));
      if (end != nullptr || (at_end_ && begin_ < end_)) {  // the last line may lack its line break
        const std::size_t length = end != nullptr ? static_cast<std::size_t>(end - begin) : end_ - begin_;
        begin_ = std::min(end_, begin_ + length + 1);
        ++line_;
        return std::string_view(begin, length);
      }
      if (at_end_ || !fill(faults)) {
        return std::nullopt;
      }
    }
  }

 private:
  /// Moves the rest of the buffer to its start and appends the next block; false if nothing more can be read.
  bool fill(LineFaults& faults) {
    // A file without line breaks, such as one large JSON array, must not be read into memory as one line.
    if (end_ - begin_ > kMaxLineBytes) {
      faults.add(line_ + 1, "is longer than a MiB; expected one JSON object per line");
      return stop();
    }
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(end_ + kBlockBytes);
    const int count = gzread(file_.get(), buffer_.data() + end_, static_cast<unsigned>(kBlockBytes));
    int error = Z_OK;
    const std::string reason = gzerror(file_.get(), &error);
    if (count < 0 || (count == 0 && error != Z_OK)) {
      // zlib reports a truncated file as a buffer error.
      faults.add(0, error == Z_BUF_ERROR ? "is truncated: its gzip data do not end"
                                         : fmt::format("cannot be read after line {}: {}", line_,
                                                       reason.substr(reason.rfind(": ") + 2)));
      return stop();
    }
    end_ += static_cast<std::size_t>(count);
    at_end_ = count == 0;
    return true;
  }

  bool stop() {
    begin_ = end_;
    at_end_ = true;
    return false;
  }

  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };

  std::unique_ptr<gzFile_s, Close> file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< start of the unread part of the buffer
  std::size_t end_ = 0;
  bool at_end_ = false;
  int line_ = 0;
};

JsonLines::JsonLines(const std::filesystem::path& file) : text_(std::make_unique<Text>(file)) {}
JsonLines::~JsonLines() = default;

int JsonLines::line() const { return text_->line(); }

bool JsonLines::next(JsonRecord& record, LineFaults& faults) {
  Step found = step(record, faults);
  while (found == Step::Fault) {
    found = step(record, faults);
  }
  return found == Step::Record;
}

bool JsonLines::next_line(JsonRecord& record, LineFaults& faults) {
  return step(record, faults) == Step::Record;
}

JsonLines::Step JsonLines::step(JsonRecord& record, LineFaults& faults) {
  while (const auto line = text_->next(faults)) {
    if (line->find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    record.clear();
    RecordBuilder builder(record);
    if (Json::sax_parse(line->begin(), line->end(), &builder)) {
      return Step::Record;
    }
    faults.add(text_->line(), builder.fault(), hint_for(*line));
    return Step::Fault;
  }
  return Step::End;
}

}  // namespace dimsim::trace

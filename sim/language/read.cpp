#include "dimsim/language/read.hpp"

// A scenario with errors is read as far as possible, so that one run reports all of them. The readers
// therefore accept trees with refused parts: a value is assigned only if it was given, and the returned
// origin tells the checks whether they may use it. A value that was refused has been reported by the resolver
// and must not cause a second message.

namespace dimsim::language {

Origin origin_of(const Node& node) {
  return {.state = node.kind == Node::Kind::Null ? Origin::State::Refused : Origin::State::Given,
          .place = node.place,
          .text = node.text};
}

Origin origin_of(const Node& record, std::string_view key) {
  const Node* node = record.find(key);
  return node == nullptr ? Origin{} : origin_of(*node);
}

const Node* given(const Node& record, std::string_view key) {
  const Node* node = record.find(key);
  return node == nullptr || node->kind == Node::Kind::Null ? nullptr : node;
}

const Node& below(const Node& record, std::string_view key) {
  static const Node empty;  // without entries, so that every read from it finds nothing
  const Node* node = given(record, key);
  return node == nullptr ? empty : *node;
}

Origin read(const Node& record, std::string_view key, double& value) {
  Origin origin = origin_of(record, key);
  if (origin.is_given()) {
    value = record.at(key).real();
  }
  return origin;
}

Origin read(const Node& record, std::string_view key, bool& value) {
  Origin origin = origin_of(record, key);
  if (origin.is_given()) {
    value = record.at(key).boolean();
  }
  return origin;
}

Origin read(const Node& record, std::string_view key, std::string& value) {
  Origin origin = origin_of(record, key);
  if (origin.is_given()) {
    value = record.at(key).string();
  }
  return origin;
}

NumberList numbers_of(const Node& list) {
  NumberList result{.self = origin_of(list), .items = {}, .values = {}};
  for (const Node& item : list.items) {
    result.items.push_back(origin_of(item));
    // A placeholder keeps values and items parallel.
    result.values.push_back(result.items.back().is_given() ? item.real() : 0);
  }
  return result;
}

NumberList read_numbers(const Node& record, std::string_view key) {
  const Node* list = record.find(key);
  return list == nullptr ? NumberList{} : numbers_of(*list);
}

Origin detail::read_integer(const Node& record, std::string_view key, std::int64_t& value) {
  Origin origin = origin_of(record, key);
  if (origin.is_given()) {
    value = record.at(key).integer();
  }
  return origin;
}

}  // namespace dimsim::language

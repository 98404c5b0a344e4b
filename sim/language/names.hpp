#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// A word of a closed set: the spelling of a value in inputs, and its meaning.
template <typename Enum>
struct Name {
  std::string_view word;
  Enum value;
  std::string_view meaning;  ///< for the documentation; "" for a synonym
};

/// A closed set of words. Contract: the only definition of the set; reader, schema, reference documentation
/// and messages use it. If a value has several words, messages use the first.
template <typename Enum, std::size_t N>
using Names = std::array<Name<Enum>, N>;

/// All words, in the order of the table.
template <typename Enum, std::size_t N>
[[nodiscard]] std::vector<std::string> words_of(const Names<Enum, N>& names) {
  std::vector<std::string> words;
  for (const Name<Enum>& name : names) {
    words.emplace_back(name.word);
  }
  return words;
}

/// The value of a word; nothing if the word is not in the set.
template <typename Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> find_word(const Names<Enum, N>& names, std::string_view word) {
  for (const Name<Enum>& name : names) {
    if (name.word == word) {
      return name.value;
    }
  }
  return std::nullopt;
}

/// The first word of a value; "" if the value is not in the set.
template <typename Enum, std::size_t N>
[[nodiscard]] constexpr std::string_view word_of(const Names<Enum, N>& names, Enum value) {
  for (const Name<Enum>& name : names) {
    if (name.value == value) {
      return name.word;
    }
  }
  return "";
}

/// "subject; `word`: meaning; `word`: meaning", for the documentation of a key.
template <typename Enum, std::size_t N>
[[nodiscard]] std::string documented(const std::string& subject, const Names<Enum, N>& names) {
  std::string text = subject;
  for (const Name<Enum>& name : names) {
    if (!name.meaning.empty()) {
      text += "; `" + std::string(name.word) + "`: " + std::string(name.meaning);
    }
  }
  return text;
}

}  // namespace dimsim::language

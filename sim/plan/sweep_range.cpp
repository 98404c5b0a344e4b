#include "dimsim/plan/sweep_range.hpp"

#include "dimsim/language/range.hpp"
#include "dimsim/language/scalars.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace dimsim::plan {

using language::Node;
using language::Type;

void expand_ranges(Node& sweep, const TypeOfPath& type_of, Diagnostics& diagnostics) {
  for (Node::Entry& axis : sweep.entries) {
    for (Node::Entry& path : axis.value.entries) {
      if (!path.value.is_scalar()) {
        continue;
      }
      // Whether 1..4 means four integers or numbers between them depends on the type at the path.
      const std::optional<Type> type = type_of(path.key);
      Node list = Node::list(path.value.place);
      const bool is_whole = type && type->kind == Type::Kind::Integer;
      for (std::string& value : language::range_values(path.value.text, is_whole)) {
        list.items.push_back(Node::scalar(std::move(value), path.value.place));
      }
      // Only the ends are checked, since a range of valid numbers lies between valid ends. Without this check
      // every point would report its own value at the place of the range.
      for (const Node* end : {&list.items.front(), &list.items.back()}) {
        const auto complaint =
            type && language::is_numeric(*type) ? language::check_scalar(end->text, *type) : std::nullopt;
        if (complaint) {
          diagnostics.add(path.value.place,
                          fmt::format("sweep.{}.{}: {}", axis.key, path.key, complaint->message),
                          complaint->hint);
          break;
        }
      }
      path.value = std::move(list);
    }
  }
}

}  // namespace dimsim::plan

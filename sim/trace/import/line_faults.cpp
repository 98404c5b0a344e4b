#include "dimsim/trace/import/line_faults.hpp"

#include <utility>

#include <fmt/format.h>

namespace dimsim::trace {

LineFaults::LineFaults(const std::string& file)
    : source_(std::make_shared<const SourceText>(SourceText{file, ""})) {}

void LineFaults::add(int line, std::string message, std::string hint) {
  // A wrong file has an error in each of a million lines; keeping them all would exhaust the memory.
  if (++count_ <= kMaxKept) {
    kept_.add({source_, line, 0}, std::move(message), std::move(hint));
  }
}

std::string LineFaults::first() const {
  const Diagnostic& fault = kept_.list().front();
  return fault.place.line < 1 ? "it " + fault.message
                              : fmt::format("line {} {}", fault.place.line, fault.message);
}

void LineFaults::throw_if_any() const {
  if (count_ <= kMaxKept) {
    kept_.throw_if_any();
    return;
  }
  // Not added to kept_, which sorts by line: the file as a whole would come first, not last.
  std::vector<Diagnostic> all = kept_.list();
  all.push_back({file_place(source_->name), fmt::format("and {} more errors", count_ - kMaxKept), ""});
  throw InputError(std::move(all));
}

}  // namespace dimsim::trace

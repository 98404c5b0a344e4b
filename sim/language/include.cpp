#include "dimsim/language/include.hpp"

#include "dimsim/language/document.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

// Files are read depth-first: what a file includes is merged before the file itself, which therefore
// overrides it, and later entries of `include` override earlier ones. A file may be included several times
// (two files may share a third); only a file that includes itself, directly or through others, is an error.

namespace dimsim::language {
namespace {

/// Limits how often files are read. Without it, a chain of files that each include the next one twice would
/// be read 2^n times, although it has no loop.
constexpr std::size_t kMostIncludedFiles = 100;

/// A file that is being read, and the place of the `include` that names it.
struct OpenFile {
  std::filesystem::path file;
  std::string name;
  Place included_at;
};

/// A unique name for each file, with links resolved, so that a loop through a link is found. Pipes
/// (/dev/fd/63) have no canonical name; they get their absolute one.
std::filesystem::path canonical_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(file, error);
  return error ? std::filesystem::absolute(file) : canonical;
}

class Includer {
 public:
  Includer(Diagnostics& diagnostics, const std::function<void(Node&)>& prepare)
      : diagnostics_(diagnostics), prepare_(prepare) {}

  /// Whether an included file could not be read.
  [[nodiscard]] bool failed() const { return failed_; }

  Node read(const std::shared_ptr<const SourceText>& source, const Place& included_at) {
    chain_.push_back({canonical_of(source->name), source->name, included_at});
    Node document = parse_document(source, diagnostics_);
    prepare_(document);
    Node below = Node::map(document.place);
    if (const Node* include = document.find("include")) {
      for (const Node& path : paths(*include)) {
        below = merge(below, read_included(source->name, path));
      }
      document.remove("include");
    }
    chain_.pop_back();
    return below.entries.empty() ? document : merge(below, document);
  }

 private:
  std::vector<Node> paths(const Node& include) {
    std::vector<Node> list = include.is_list() ? include.items : std::vector{include};
    std::erase_if(list, [this](const Node& path) {
      if (path.is_scalar() && !path.text.empty()) {
        return false;
      }
      diagnostics_.add(path.place, "include: expected the path of a file or a list of paths");
      return true;
    });
    return list;
  }

  Node read_included(const std::filesystem::path& including, const Node& path) {
    const std::filesystem::path file = (including.parent_path() / path.text).lexically_normal();
    const std::filesystem::path canonical = canonical_of(file);
    const auto again =  // the same file among those that are open: a loop
        std::find_if(chain_.begin(), chain_.end(), [&](const OpenFile& s) { return s.file == canonical; });
    if (again != chain_.end()) {
      report_loop(again - chain_.begin(), path.place);
      return Node::map(path.place);
    }
    if (++files_ > kMostIncludedFiles) {
      throw InputError(path.place, fmt::format("more than {} files are included", kMostIncludedFiles));
    }
    try {
      return read(read_source(file, file.string(), path.place), path.place);
    } catch (const InputError& error) {
      // Collected like other errors, so that one broken file does not hide those of its siblings. The
      // exception may have left this file, and files below it, in the chain.
      chain_.resize(static_cast<std::size_t>(
          std::find_if(chain_.begin(), chain_.end(), [&](const OpenFile& s) { return s.file == canonical; }) -
          chain_.begin()));
      failed_ = true;
      diagnostics_.add(error);
      return Node::map(path.place);
    }
  }

  void report_loop(std::ptrdiff_t first, const Place& place) {
    failed_ = true;
    std::string names;
    std::vector<Remark> remarks;
    for (std::size_t i = static_cast<std::size_t>(first); i < chain_.size(); ++i) {
      names += chain_[i].name + " → ";
      if (i > static_cast<std::size_t>(first)) {
        remarks.push_back({chain_[i].included_at, fmt::format("{} is included here", chain_[i].name)});
      }
    }
    names += chain_[static_cast<std::size_t>(first)].name;
    diagnostics_.add({place, fmt::format("this include makes a loop: {}", names), "", std::move(remarks)});
  }

  Diagnostics& diagnostics_;
  const std::function<void(Node&)>& prepare_;
  std::vector<OpenFile> chain_;
  std::size_t files_ = 0;
  bool failed_ = false;
};

}  // namespace

Node merge(const Node& base, const Node& over) {
  if (!base.is_map() || !over.is_map()) {
    return over;
  }
  Node result = base;
  result.place = over.place;
  for (const Node::Entry& entry : over.entries) {
    const Node* below = result.find(entry.key);
    if (below == nullptr) {
      result.set(entry.key, entry.value, entry.key_place);
    } else if (entry.value.kind == Node::Kind::Null) {
      result.remove(entry.key);
    } else {
      result.set(entry.key, merge(*below, entry.value), entry.key_place);
    }
  }
  return result;
}

Node parse_with_includes(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics,
                         const std::function<void(Node& document)>& prepare) {
  Includer includer(diagnostics, prepare);
  Node document = includer.read(source, {});
  if (includer.failed()) {
    diagnostics.throw_if_any();  // checks of an incomplete scenario would only report its missing parts
  }
  return document;
}

}  // namespace dimsim::language

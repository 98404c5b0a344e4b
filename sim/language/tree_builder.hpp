#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

namespace dimsim::language {

/// Builds a Node tree from the events of yaml-cpp's parser. Unlike YAML::Load() it gives every key and scalar
/// a place in characters, reports duplicate keys, and limits depth and size (aliases of aliases grow
/// exponentially).
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const SourceText> source, Diagnostics& diagnostics);

  /// Moves the finished document out.
  [[nodiscard]] Node take();
  /// Where the last document began.
  [[nodiscard]] const Place& document_place() const { return document_place_; }
  /// A mark of yaml-cpp (from 0, in bytes) as a place (from 1, in characters).
  [[nodiscard]] Place place(const YAML::Mark& mark) const;
  [[nodiscard]] std::string_view line(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  /// A list or map that is not complete yet.
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;  ///< a key was read, but not its value yet
    std::string key;
    Place key_place;
  };

  void begin(Node node, const std::string& tag, YAML::anchor_t anchor);
  void end();
  void add(Node node, YAML::anchor_t anchor);
  void add_to_map(Open& map, Node node);
  void read_key(Open& map, const Node& node);
  void count(const Node& node, std::size_t nodes);
  void require_closed_quotes(const YAML::Mark& mark);
  void refuse_tag(const Place& place, const std::string& tag);

  std::shared_ptr<const SourceText> source_;
  Diagnostics& diagnostics_;
  std::vector<std::size_t> line_starts_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  Node root_;
  Place document_place_;
  std::size_t nodes_ = 0;
};

}  // namespace dimsim::language

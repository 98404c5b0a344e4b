// The same content gives the same bytes, so that results can name a trace by its fingerprint: datasets and
// attributes are written in a fixed order, and hdf5::File stores no times of creation.
#include "dimsim/trace/writer.hpp"

#include "dimsim/base/atomic_file.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace dimsim::trace {

namespace {

void write_version(hdf5::File& file) {
  file.set_text("/", "format", kTraceFormat);
  file.set_integer("/", "version", kTraceVersion);
}

/// Writes datasets of one split, each with unit and description.
class SplitWriter {
 public:
  SplitWriter(hdf5::File& file, std::string split) : file_(file), split_(std::move(split)) {}

  template <hdf5::Number T>
  void write(const std::string& name, const std::vector<T>& values, const hdf5::Shape& shape,
             const std::string& description, const std::string& unit = "") {
    const std::string dataset = fmt::format("{}/{}", split_, name);
    file_.write(dataset, std::span<const T>(values), shape);
    file_.set_text(dataset, "unit", unit);
    file_.set_text(dataset, "description", description);
  }

 private:
  hdf5::File& file_;
  std::string split_;
};

void write_description(hdf5::File& file, const Description& description) {
  write_version(file);
  // Notes come from the user or from another file. They are written first, so that the attributes below
  // replace a note of the same name.
  for (const auto& [name, value] : description.notes) {
    file.set_text("/", name, value);
  }
  file.set_text("/", "task", description.task);
  file.set_text("/", "model", description.model);
  file.set_text("/", "description", description.text);
  if (!description.training.empty()) {
    file.set_text("/", "training", description.training);
  }
  if (description.synthetic) {
    file.set_integer("/", "synthetic", 1);
  }
}

std::size_t extent(int count) { return static_cast<std::size_t>(count); }

void write_scores(SplitWriter& writer, const NamedSplit& named, int last_exit) {
  const Split& split = named.split;
  // Without either, read() would find no number of classes and refuse the file that was just written.
  if (split.exits == 0 && !named.dynamics) {
    throw InvariantError(fmt::format("split '{}' has neither exits nor dynamics", named.name));
  }
  if (split.exits > 0) {
    writer.write("exit_logits", split.logits, {split.samples, extent(split.exits), extent(split.classes)},
                 "scores before the softmax by sample, exit (exit 1 first) and class");
  }
  if (named.dynamics) {
    const Dynamics& dynamics = *named.dynamics;
    writer.write(fmt::format("dynamics_exit{}", last_exit), dynamics.logits,
                 {split.samples, extent(dynamics.epochs), extent(dynamics.classes)},
                 fmt::format("scores before the softmax of exit {} by sample, epoch and class", last_exit));
  }
}

void write_split(hdf5::File& file, const NamedSplit& named, int last_exit) {
  const Split& split = named.split;
  SplitWriter writer(file, named.name);
  writer.write("guid", split.guid, {split.samples}, "number of the sample, unique in the split");
  writer.write("gold", split.gold, {split.samples}, "right class, counted from 0");
  writer.write("tokens", split.tokens, {split.samples}, "tokens of the text, special ones included");
  writer.write("text_bytes", split.text_bytes, {split.samples}, "size of the text", "B");
  write_scores(writer, named, last_exit);
  if (!split.embedding.empty()) {
    writer.write("embedding", split.embedding, {split.samples, extent(split.embedding_size)},
                 "vector of the text, from which the complexity of a sample is predicted");
  }
  if (named.map) {
    write_map(file, named.name, *named.map);
  }
  if (!split.complexity.empty()) {
    write_complexity(file, named.name, split.complexity);
  }
}

/// The training split has no exits to count; its dynamics are those of the model's last exit, which the other
/// splits show.
int last_exit_of(const std::vector<NamedSplit>& splits) {
  int last = 1;
  for (const NamedSplit& named : splits) {
    last = std::max(last, named.split.exits);
  }
  return last;
}

}  // namespace

void write(const std::filesystem::path& file, const Description& description,
           const std::vector<NamedSplit>& splits) {
  AtomicFile whole(file);
  // HDF5 writes its buffers when the file is closed. Renaming it before would publish an incomplete file, and
  // an error while closing would come too late to prevent that.
  hdf5::File target = hdf5::File::create(whole.temporary(), file);
  write_description(target, description);
  for (const NamedSplit& named : splits) {
    write_split(target, named, last_exit_of(splits));
  }
  target.close();
  whole.commit();
}

void write_complexity(hdf5::File& file, const std::string& split, const std::vector<Complexity>& labels) {
  if (std::count(labels.begin(), labels.end(), Complexity::Unknown) > 0) {
    throw InvariantError(fmt::format("split '{}' has samples of unknown complexity", split));
  }
  std::vector<std::int8_t> values(labels.size());
  std::transform(labels.begin(), labels.end(), values.begin(),
                 [](Complexity label) { return static_cast<std::int8_t>(label); });
  SplitWriter(file, split).write("complexity", values, {values.size()}, "0 easy, 1 medium, 2 hard");
}

void write_map(hdf5::File& file, const std::string& split, const DataMap& map) {
  SplitWriter writer(file, split);
  writer.write("confidence", map.confidence, {map.confidence.size()},
               "mean probability of the gold class over the epochs");
  writer.write("variability", map.variability, {map.variability.size()},
               "population standard deviation of that probability over the epochs");
  writer.write("correctness", map.correctness, {map.correctness.size()},
               "number of epochs in which the gold class was predicted");
}

}  // namespace dimsim::trace

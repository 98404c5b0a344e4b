#pragma once

#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace dimsim {

/// The content of a trace file for tests to modify and write. Unlike the program it also writes invalid
/// content.
struct TraceContent {
  template <typename T>
  struct Array {
    hdf5::Shape shape;
    std::vector<T> values;
  };

  std::map<std::string, Array<std::int64_t>> integers;
  std::map<std::string, Array<float>> numbers;
  std::map<std::string, std::string> texts;  ///< attributes of the file

  void write(const std::filesystem::path& path) const {
    hdf5::File file = hdf5::File::create(path);
    write_all(file, integers);
    write_all(file, numbers);
    for (const auto& [name, value] : texts) {
      file.set_text("/", name, value);
    }
    file.close();
  }

 private:
  template <typename T>
  static void write_all(hdf5::File& file, const std::map<std::string, Array<T>>& arrays) {
    for (const auto& [name, array] : arrays) {
      file.write(name, std::span<const T>(array.values), array.shape);
    }
  }
};

/// Split `test` with 3 samples, 2 exits, 2 classes, 2 embedding dimensions; split `train` with 6 samples and
/// 2 epochs. ln 3 against 0 is a probability of 3/4, ln 9 of 9/10.
inline TraceContent small_trace() {
  constexpr float kLn3 = 1.0986123F;
  constexpr float kLn9 = 2.1972246F;
  TraceContent content;
  content.texts = {
      {"task", "parity"}, {"model", "L-2"}, {"description", "a made-up task"}, {"training", "none"}};
  content.integers["test/guid"] = {{3}, {70, 71, 72}};
  content.integers["test/gold"] = {{3}, {1, 0, 1}};
  content.integers["test/tokens"] = {{3}, {5, 6, 7}};
  content.integers["test/text_bytes"] = {{3}, {50, 60, 70}};
  content.integers["test/complexity"] = {{3}, {0, 1, 2}};
  content.numbers["test/exit_logits"] = {{3, 2, 2}, {0, kLn3, 0, kLn9, 5, 5, -1, -2, 1000, 0, -1000, 0}};
  content.numbers["test/embedding"] = {{3, 2}, {0.1F, 0.1F, 1, 0, 0.2F, 2}};
  content.integers["train/guid"] = {{6}, {0, 1, 2, 3, 4, 5}};
  content.integers["train/gold"] = {{6}, {0, 0, 0, 0, 0, 0}};
  content.integers["train/tokens"] = {{6}, {3, 4, 5, 6, 7, 8}};
  content.integers["train/text_bytes"] = {{6}, {30, 40, 50, 60, 70, 80}};
  // Probability of class 0 by epoch: 3/4 3/4, 9/10 9/10, 1/4 3/4, 3/4 9/10, 1/4 1/4, 1/10 3/4.
  content.numbers["train/dynamics_exit2"] = {{6, 2, 2},
                                             {kLn3, 0, kLn3, 0, kLn9, 0,    kLn9, 0,    0, kLn3, kLn3, 0,  //
                                              kLn3, 0, kLn9, 0, 0,    kLn3, 0,    kLn3, 0, kLn9, kLn3, 0}};
  content.numbers["train/embedding"] = {{6, 2}, {0, 0, 0.2F, 0, 1, 1, 1, 0, 0, 2, 0, 3}};
  return content;
}

}  // namespace dimsim

#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::profile {

/// A dense layer as the kernels see it: weights [group][input][output], bias [output] or null.
struct DenseView {
  int inputs;
  int outputs;
  int groups;
  const float* weights;
  const float* bias;
};

/// Attention of `samples` texts of `tokens` tokens each, over heads of width / heads. Tokens look at those at
/// most `window` apart; 0 = at all.
struct AttentionShape {
  int samples;
  int tokens;
  int heads;
  int width;
  int window;
};

/// The arithmetic of an encoder, compiled once for each instruction set. All matrices are row-major float32
/// without gaps, a row a token, unless a stride is given. Contract: results of different sets agree to
/// rounding; calls from one thread at a time. The interface is of plain data alone, since nothing that is
/// compiled for one instruction set may be linked into code for another one (see kernels.cpp).
struct Kernels {
  const char* name;  ///< "AVX2"
  /// Threads that the others use, from 1 on; without OpenMP it stays at 1.
  void (*set_threads)(int threads);
  /// out = in · weights + bias; a row of `in` every `stride` elements.
  void (*dense)(const DenseView& layer, const float* in, int rows, std::ptrdiff_t stride, float* out);
  /// out = softmax(query · keyᵀ / √(width / heads)) · value, each head of each sample for itself. `scratch`
  /// has attention_scratch(shape) elements for each thread.
  void (*attention)(const AttentionShape& shape, const float* query, const float* key, const float* value,
                    float* out, float* scratch);
  /// x = gain · (y − mean) / deviation + bias of each row of y = x + residual (null = nothing to add).
  void (*add_and_normalise)(float* x, const float* residual, const float* gain, const float* bias, int rows,
                            int width);
  void (*gelu)(float* x, int rows, int width);
  /// out = GELU(first half of the row) · second half; rows of `in` have twice the width.
  void (*gated_gelu)(const float* in, int rows, int width, float* out);
  void (*tanh)(float* x, int rows, int width);
};

/// Elements that one thread needs to keep scores in.
[[nodiscard]] inline std::size_t attention_scratch(const AttentionShape& shape) {
  return static_cast<std::size_t>(shape.tokens) * static_cast<std::size_t>(shape.tokens);
}

/// Those that this processor can run, the plainest first.
[[nodiscard]] const std::vector<const Kernels*>& available_kernels();

/// The most threads that kernels can use: 1 where dimsim was built without OpenMP.
[[nodiscard]] int most_threads();

}  // namespace dimsim::profile

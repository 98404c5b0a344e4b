#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::profile {

/// View of a dense layer: weights [group][input][output], bias [output] or null.
struct DenseView {
  int inputs;
  int outputs;
  int groups;
  const float* weights;
  const float* bias;
};

/// Attention of `samples` texts of `tokens` tokens each, with heads of size width / heads. Tokens attend to
/// tokens at most `window` apart; 0 = to all.
struct AttentionShape {
  int samples;
  int tokens;
  int heads;
  int width;
  int window;
};

/// The arithmetic of an encoder, compiled once per instruction set. All matrices are row-major float32
/// without gaps, one row per token, unless a stride is given. Contract: results of different instruction sets
/// agree up to rounding; calls come from one thread at a time. The interface uses plain data only, since code
/// compiled for one instruction set must not be linked into code for another (see kernels.cpp).
struct Kernels {
  const char* name;  ///< "AVX2"
  /// Number of threads of the other kernels, >= 1; without OpenMP always 1.
  void (*set_threads)(int threads);
  /// out = in · weights + bias; the rows of `in` are `stride` elements apart.
  void (*dense)(const DenseView& layer, const float* in, int rows, std::ptrdiff_t stride, float* out);
  /// out = softmax(query · keyᵀ / √(width / heads)) · value, separately for each head of each sample.
  /// `scratch` has attention_scratch(shape) elements per thread.
  void (*attention)(const AttentionShape& shape, const float* query, const float* key, const float* value,
                    float* out, float* scratch);
  /// x = gain · (y − mean) / deviation + bias for each row of y = x + residual (null = no residual).
  void (*add_and_normalise)(float* x, const float* residual, const float* gain, const float* bias, int rows,
                            int width);
  void (*gelu)(float* x, int rows, int width);
  /// out = GELU(first half of the row) · second half; rows of `in` have twice the width.
  void (*gated_gelu)(const float* in, int rows, int width, float* out);
  void (*tanh)(float* x, int rows, int width);
};

/// Number of elements that one thread needs for its scores.
[[nodiscard]] inline std::size_t attention_scratch(const AttentionShape& shape) {
  return static_cast<std::size_t>(shape.tokens) * static_cast<std::size_t>(shape.tokens);
}

/// The kernels that this processor can run, in order of rising capability.
[[nodiscard]] const std::vector<const Kernels*>& available_kernels();

/// Largest number of threads that kernels can use; 1 if dimsim was built without OpenMP.
[[nodiscard]] int most_threads();

}  // namespace dimsim::profile

// Compiled once per instruction set, with the name DIMSIM_KERNELS (CMakeLists.txt). The linker keeps one copy
// of an inline function that several objects define, and this copy might use instructions that the processor
// does not have. Therefore Eigen has a different name in each object (-DEigen=…), no other header with
// functions is included, everything else here is local, and the objects are optimised in every build, so that
// no inline function of the standard library remains. A test checks the symbols.
#include "dimsim/profile/kernels.hpp"

#include <Eigen/Core>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace dimsim::profile {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Stride = Eigen::OuterStride<>;
using View = Eigen::Map<Matrix, Eigen::Unaligned, Stride>;
using ConstView = Eigen::Map<const Matrix, Eigen::Unaligned, Stride>;
using Vector = Eigen::Map<Eigen::ArrayXf>;
using ConstVector = Eigen::Map<const Eigen::ArrayXf>;
using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;

int thread_count = 1;

/// Calls body(i, thread) for i = 0 … count − 1, divided among the threads.
template <typename Body>
void for_each(int count, const Body& body) {
#ifdef _OPENMP
#pragma omp parallel for num_threads(thread_count) if (thread_count > 1)
  for (int i = 0; i < count; ++i) {
    body(i, omp_get_thread_num());
  }
#else
  for (int i = 0; i < count; ++i) {
    body(i, 0);
  }
#endif
}

float* row_of(float* x, int row, int width) { return x + std::ptrdiff_t{row} * width; }
const float* row_of(const float* x, int row, int width) { return x + std::ptrdiff_t{row} * width; }

void set_threads(int threads) {
#ifdef _OPENMP
  thread_count = threads;
#endif
  Eigen::setNbThreads(threads);
}

void dense(const DenseView& layer, const float* in, int rows, std::ptrdiff_t stride, float* out) {
  const int inputs = layer.inputs / layer.groups;
  const int outputs = layer.outputs / layer.groups;
  for (int group = 0; group < layer.groups; ++group) {
    const ConstView x(in + std::ptrdiff_t{group} * inputs, rows, inputs, Stride(stride));
    const ConstView weights(layer.weights + std::ptrdiff_t{group} * inputs * outputs, inputs, outputs,
                            Stride(outputs));
    View y(out + std::ptrdiff_t{group} * outputs, rows, outputs, Stride(layer.outputs));
    y.noalias() = x * weights;
  }
  if (layer.bias != nullptr) {
    View(out, rows, layer.outputs, Stride(layer.outputs)).rowwise() += ConstRow(layer.bias, layer.outputs);
  }
}

void softmax(float* scores, int size) {
  Vector x(scores, size);
  x = (x - x.maxCoeff()).exp();
  x *= 1 / x.sum();
}

/// Attention of one head of one sample, for the tokens in [first, last).
void attend(const AttentionShape& shape, const float* query, const float* key, const float* value, float* out,
            int first, int last, float* scratch) {
  const int size = shape.width / shape.heads;
  const int window = shape.window > 0 ? shape.window : shape.tokens;
  const int begin = first > window ? first - window : 0;
  const int end = last + window < shape.tokens ? last + window : shape.tokens;
  const Stride stride(shape.width);
  const ConstView q(row_of(query, first, shape.width), last - first, size, stride);
  const ConstView k(row_of(key, begin, shape.width), end - begin, size, stride);
  const ConstView v(row_of(value, begin, shape.width), end - begin, size, stride);
  // All scores of the block are computed, also those outside the window: one large product is faster than
  // many small ones, and the softmax below leaves them out.
  View scores(scratch, last - first, end - begin, Stride(end - begin));
  scores.noalias() = (q * k.transpose()) * (1 / Eigen::numext::sqrt(static_cast<float>(size)));
  for (int token = first; token < last; ++token) {
    const int from = token - window > begin ? token - window - begin : 0;
    const int to = token + window + 1 < end ? token + window + 1 - begin : end - begin;
    auto row = scores.row(token - first);
    softmax(&row[from], to - from);
    row.head(from).setZero();
    row.tail(end - begin - to).setZero();
  }
  View(row_of(out, first, shape.width), last - first, size, stride).noalias() = scores * v;
}

void attention(const AttentionShape& shape, const float* query, const float* key, const float* value,
               float* out, float* scratch) {
  // A block as wide as the window: at most two thirds of the computed scores lie outside of it.
  const int block = shape.window > 0 && shape.window < shape.tokens ? shape.window : shape.tokens;
  const std::ptrdiff_t scratch_size = std::ptrdiff_t{shape.tokens} * shape.tokens;
  for_each(shape.samples * shape.heads, [&](int i, int thread) {
    const int size = shape.width / shape.heads;
    const std::ptrdiff_t offset =
        std::ptrdiff_t{i / shape.heads} * shape.tokens * shape.width + std::ptrdiff_t{i % shape.heads} * size;
    for (int first = 0; first < shape.tokens; first += block) {
      const int last = first + block < shape.tokens ? first + block : shape.tokens;
      attend(shape, query + offset, key + offset, value + offset, out + offset, first, last,
             scratch + thread * scratch_size);
    }
  });
}

void add_and_normalise(float* x, const float* residual, const float* gain, const float* bias, int rows,
                       int width) {
  constexpr float kEpsilon = 1e-12F;  // as in BERT
  for_each(rows, [&](int i, int) {
    Vector row(row_of(x, i, width), width);
    if (residual != nullptr) {
      row += ConstVector(row_of(residual, i, width), width);
    }
    row -= row.mean();
    const float scale = 1 / Eigen::numext::sqrt(row.square().mean() + kEpsilon);
    row = row * scale * ConstVector(gain, width) + ConstVector(bias, width);
  });
}

/// The tanh approximation of GELU (Hendrycks and Gimpel, arXiv:1606.08415, section 2), as in
/// google-research/bert.
template <typename Array>
auto gelu_of(const Array& x) {
  constexpr float kSqrt2OverPi = 0.7978845608F;
  return x * 0.5F * (1.0F + (kSqrt2OverPi * (x + 0.044715F * x * x * x)).tanh());
}

void gelu(float* x, int rows, int width) {
  for_each(rows, [&](int i, int) {
    Vector row(row_of(x, i, width), width);
    row = gelu_of(row);
  });
}

void gated_gelu(const float* in, int rows, int width, float* out) {
  for_each(rows, [&](int i, int) {
    const float* row = row_of(in, i, 2 * width);
    const ConstVector gate(row, width);
    Vector(row_of(out, i, width), width) = gelu_of(gate) * ConstVector(row + width, width);
  });
}

void tanh(float* x, int rows, int width) {
  for_each(rows, [&](int i, int) {
    Vector row(row_of(x, i, width), width);
    row = row.tanh();
  });
}

}  // namespace

extern const Kernels DIMSIM_KERNELS;
const Kernels DIMSIM_KERNELS{.name = DIMSIM_KERNELS_NAME,
                             .set_threads = set_threads,
                             .dense = dense,
                             .attention = attention,
                             .add_and_normalise = add_and_normalise,
                             .gelu = gelu,
                             .gated_gelu = gated_gelu,
                             .tanh = tanh};

}  // namespace dimsim::profile

#include "unit/profile/reference.hpp"

#include <cmath>
#include <cstdlib>

namespace dimsim::profile::reference {
namespace {

std::size_t at(int row, int width, int column) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
}

Values dense(const Dense& layer, const Values& in, int rows) {
  Values out(at(rows, layer.outputs, 0));
  const int inputs = layer.inputs / layer.groups;
  const int outputs = layer.outputs / layer.groups;
  for (int row = 0; row < rows; ++row) {
    for (int o = 0; o < layer.outputs; ++o) {
      const int group = o / outputs;
      double sum = layer.bias.empty() ? 0 : static_cast<double>(layer.bias[at(0, 0, o)]);
      for (int i = 0; i < inputs; ++i) {
        sum += in[at(row, layer.inputs, group * inputs + i)] *
               static_cast<double>(layer.weights[at(group * inputs + i, outputs, o % outputs)]);
      }
      out[at(row, layer.outputs, o)] = sum;
    }
  }
  return out;
}

Values normalised(const Norm& norm, const Values& x) {
  const int width = static_cast<int>(norm.gain.size());
  Values out(x.size());
  for (std::size_t begin = 0; begin < x.size(); begin += norm.gain.size()) {
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < width; ++i) {
      mean += x[begin + at(0, 0, i)] / width;
    }
    for (int i = 0; i < width; ++i) {
      variance += std::pow(x[begin + at(0, 0, i)] - mean, 2) / width;
    }
    for (int i = 0; i < width; ++i) {
      const std::size_t column = at(0, 0, i);
      out[begin + column] =
          (x[begin + column] - mean) / std::sqrt(variance + 1e-12) * static_cast<double>(norm.gain[column]) +
          static_cast<double>(norm.bias[column]);
    }
  }
  return out;
}

Values sum(Values a, const Values& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] += b[i];
  }
  return a;
}

double gelu(double x) {
  return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)));
}

/// Attention of each token to the tokens of its sample, without those outside the window.
Values attention(const model::Variant& v, int number, const Values& q, const Values& k, const Values& value,
                 int width, const Shape& shape) {
  const int size = width / v.heads;
  const bool is_local = v.attention.window > 0 && (number - 1) % v.attention.global_every != 0;
  Values out(q.size());
  for (int row = 0; row < shape.rows(); ++row) {
    for (int head = 0; head < v.heads; ++head) {
      const int sample = row / shape.tokens;
      double total = 0;
      Values context(static_cast<std::size_t>(size));
      for (int other = sample * shape.tokens; other < (sample + 1) * shape.tokens; ++other) {
        if (is_local && std::abs(other - row) > v.attention.window) {
          continue;
        }
        double score = 0;
        for (int i = 0; i < size; ++i) {
          score += q[at(row, width, head * size + i)] * k[at(other, width, head * size + i)];
        }
        const double weight = std::exp(score / std::sqrt(1.0 * size));
        total += weight;
        for (int i = 0; i < size; ++i) {
          context[at(0, 0, i)] += weight * value[at(other, width, head * size + i)];
        }
      }
      for (int i = 0; i < size; ++i) {
        out[at(row, width, head * size + i)] = context[at(0, 0, i)] / total;
      }
    }
  }
  return out;
}

Values activated(const model::Variant& v, const Values& up, int rows) {
  const int width = v.feed_forward;
  const int stride = v.feed_forward_block.gated ? 2 * width : width;
  Values out(at(rows, width, 0));
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < width; ++i) {
      const double gate = v.feed_forward_block.gated ? up[at(row, stride, width + i)] : 1;
      out[at(row, width, i)] = gelu(up[at(row, stride, i)]) * gate;
    }
  }
  return out;
}

}  // namespace

Values embed(const Weights& weights, const Values& embedded, const Shape& shape) {
  return weights.projection ? dense(*weights.projection, embedded, shape.rows()) : embedded;
}

Values layer(const model::Variant& v, const Weights& weights, int number, const Values& hidden,
             const Shape& shape) {
  const LayerWeights& layer = weights.layer(number);
  const int rows = shape.rows();
  const auto narrowed = [&](std::size_t i) {
    return normalised(layer.narrow[i].norm, dense(layer.narrow[i].dense, hidden, rows));
  };
  const Values input = layer.narrow.empty() ? hidden : narrowed(0);
  const Values attended = layer.narrow.size() > 1 ? narrowed(1) : input;
  const Values& valued = layer.narrow.size() > 1 ? hidden : input;
  const Values context =
      attention(v, number, dense(layer.query, attended, rows), dense(layer.key, attended, rows),
                dense(layer.value, valued, rows), layer.query.outputs, shape);
  Values state = normalised(layer.output.norm, sum(dense(layer.output.dense, context, rows), input));
  for (const FeedForward& network : layer.feed_forwards) {
    const Values up = activated(v, dense(network.up, state, rows), rows);
    state = normalised(network.down.norm, sum(dense(network.down.dense, up, rows), state));
  }
  return layer.widen ? normalised(layer.widen->norm, sum(dense(layer.widen->dense, state, rows), hidden))
                     : state;
}

Values head(const model::Variant& v, const Weights& weights, const Values& hidden, const Shape& shape) {
  Values first;
  for (int sample = 0; sample < shape.batch; ++sample) {
    for (int i = 0; i < v.hidden; ++i) {
      first.push_back(hidden[at(sample * shape.tokens, v.hidden, i)]);
    }
  }
  if (weights.head.pooler) {
    first = dense(*weights.head.pooler, first, shape.batch);
    for (double& value : first) {
      value = std::tanh(value);
    }
  }
  return dense(weights.head.classifier, first, shape.batch);
}

}  // namespace dimsim::profile::reference

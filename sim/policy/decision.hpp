#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace dimsim::policy {

/// What a policy may know of a request when it arrives on the device.
struct Request {
  std::uint64_t number = 0;         ///< order of arrival in the run
  std::uint32_t device = 0;         ///< 0, 1, … in the order of the scenario
  Entity entity;                    ///< the device's key to random numbers
  std::uint64_t device_number = 0;  ///< how many requests this device had before
  int tokens = 0;
  int text_bytes = 0;
  trace::Complexity complexity = trace::Complexity::Unknown;  ///< precomputed label
  double arrival_s = 0;
  std::uint32_t device_load = 0;  ///< requests at the device now, in service and waiting; 0 at tiers above
  std::uint32_t sample = 0;       ///< row of Knowledge::hindsight; 0 for policies without it
};

/// What an exit head answered.
struct Exit {
  std::uint32_t tier = 0;
  int layer = 0;
  int prediction = 0;     ///< class of the largest probability
  double confidence = 0;  ///< that probability
  double entropy = 0;     ///< of the probabilities, as a share of the largest possible, 0..1
};

/// What is done next for a request.
struct Action {
  enum class Kind : std::uint8_t {
    Run,    ///< layers at `tier` up to `last_layer`
    Answer  ///< the last exit that was evaluated is the answer
  };
  Kind kind = Kind::Answer;
  bool exit = false;       ///< evaluate the exit head after `last_layer`
  bool from_text = false;  ///< moving up: begin at layer 1 again, where the tier can, instead of going on
  std::uint32_t tier = 0;
  int last_layer = 0;

  [[nodiscard]] static Action answer() { return {}; }
  /// Layers at a tier up to an exit, which is evaluated.
  [[nodiscard]] static Action run_to_exit(std::size_t tier, int layer, bool from_text) {
    return {Kind::Run, true, from_text, static_cast<std::uint32_t>(tier), layer};
  }
  /// Layers at a tier, after which the request moves on.
  [[nodiscard]] static Action run_to_split(std::size_t tier, int layer) {
    return {Kind::Run, false, false, static_cast<std::uint32_t>(tier), layer};
  }
};

/// How far a request is when the policy is asked what comes next.
struct Progress {
  double now_s = 0;
  std::uint32_t tier = 0;       ///< where it is
  int layer = 0;                ///< the last one that was run
  std::span<const Exit> exits;  ///< evaluated so far, the latest last
};

/// A request's stay at a tier, as it is told with the answer.
struct Stay {
  double sent_s = -1;  ///< left the place before; negative: it was not there
  double received_s = -1;
  double started_s = -1;
  double finished_s = -1;
  std::uint32_t load = 0;     ///< requests left at its host when it was done, in service and waiting
  std::uint32_t servers = 1;  ///< of that host
  /// Text or hidden state that was sent to this tier, without headers [B]; nothing where no message was.
  std::optional<double> payload_bytes = std::nullopt;
};

/// What the device learns when the answer is there. All of it travels with the answer, so it is as old as
/// that.
struct Feedback {
  double finish_s = 0;
  std::span<const Exit> exits;  ///< evaluated, the answering one last
  std::span<const Stay> stays;  ///< by tier
};

}  // namespace dimsim::policy

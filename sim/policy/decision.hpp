#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/trace/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace dimsim::policy {

/// What a policy may know about a request when it arrives on the device.
struct Request {
  std::uint64_t number = 0;         ///< in order of arrival in the run
  std::uint32_t device = 0;         ///< 0, 1, … in the order of the scenario
  Entity entity;                    ///< key of the device's random numbers
  std::uint64_t device_number = 0;  ///< number of earlier requests of this device
  int tokens = 0;
  int text_bytes = 0;
  trace::Complexity complexity = trace::Complexity::Unknown;  ///< precomputed label
  double arrival_s = 0;
  std::uint32_t device_load = 0;  ///< requests at the device now, in service and waiting; 0 at tiers above
  std::uint32_t sample = 0;       ///< row of Knowledge::hindsight; 0 for policies without it
};

/// The answer of an exit head.
struct Exit {
  std::uint32_t tier = 0;
  int layer = 0;
  int prediction = 0;     ///< class of the largest probability
  double confidence = 0;  ///< that probability
  double entropy = 0;     ///< of the probabilities, normalised by its maximum, 0..1
};

/// The next step of a request.
struct Action {
  enum class Kind : std::uint8_t {
    Run,    ///< layers at `tier` up to `last_layer`
    Answer  ///< the last evaluated exit is the answer
  };
  Kind kind = Kind::Answer;
  bool exit = false;       ///< evaluate the exit head after `last_layer`
  bool from_text = false;  ///< when moving up: start at layer 1 again if possible, instead of continuing
  std::uint32_t tier = 0;
  int last_layer = 0;

  [[nodiscard]] static Action answer() { return {}; }
  /// Runs the layers of a tier up to an exit, which is evaluated.
  [[nodiscard]] static Action run_to_exit(std::size_t tier, int layer, bool from_text) {
    return {Kind::Run, true, from_text, static_cast<std::uint32_t>(tier), layer};
  }
  /// Runs the layers of a tier; then the request moves on.
  [[nodiscard]] static Action run_to_split(std::size_t tier, int layer) {
    return {Kind::Run, false, false, static_cast<std::uint32_t>(tier), layer};
  }
};

/// Progress of a request when the policy decides on the next step.
struct Progress {
  double now_s = 0;
  std::uint32_t tier = 0;       ///< present tier
  int layer = 0;                ///< last layer that was run
  std::span<const Exit> exits;  ///< exits evaluated so far, in order
};

/// Record of a request's stay at a tier; it travels with the answer.
struct Stay {
  double sent_s = -1;  ///< departure from the previous place; negative if the request did not visit the tier
  double received_s = -1;
  double started_s = -1;
  double finished_s = -1;
  std::uint32_t load = 0;     ///< requests at its host, in service and waiting, when it was done
  std::uint32_t servers = 1;  ///< of that host; at least 1
  /// Size of the text or hidden state sent to this tier, without headers [B]; empty if no message was sent.
  std::optional<double> payload_bytes = std::nullopt;
};

/// What the device learns when the answer arrives. All of it travels with the answer, so it is as old as the
/// answer.
struct Feedback {
  double finish_s = 0;
  std::span<const Exit> exits;  ///< evaluated exits; the last one answered
  std::span<const Stay> stays;  ///< by tier
};

}  // namespace dimsim::policy

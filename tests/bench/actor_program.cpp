// The same work as a plain SimGrid program: one actor per request.
//   bench_actors DEVICES REQUESTS TEXT_BYTES SERVERS BACKHAUL [--cfg=...]
#include "bench/load.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>
#include <xbt/log.h>

namespace dimsim::bench {

namespace {

namespace sg4 = simgrid::s4u;

struct Platform {
  std::vector<sg4::Host*> devices;
  sg4::Host* cloud = nullptr;
};

void attach(sg4::NetZone* zone, const sg4::Host* host, const std::vector<sg4::LinkInRoute>& outgoing,
            const std::vector<sg4::LinkInRoute>& incoming) {
  zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, outgoing, false);
  zone->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, incoming, false);
}

/// A star: each device behind its access links, the cloud behind backhaul and WAN. Links have no latency,
/// since SimGrid shares them unevenly otherwise; requests sleep the propagation.
Platform make_platform(const Load& load) {
  auto* zone = sg4::create_star_zone("bench");
  const auto add_link = [zone](const std::string& name, double bytes_per_s) {
    return sg4::LinkInRoute(zone->create_link(name, bytes_per_s)->seal());
  };
  Platform platform;
  platform.cloud = zone->create_host("cloud", 1e9)->seal();
  attach(zone, platform.cloud, {add_link("wan down", Load::kWan), add_link("backhaul down", load.backhaul)},
         {add_link("backhaul up", load.backhaul), add_link("wan up", Load::kWan)});
  for (std::uint32_t i = 0; i < load.devices; ++i) {
    const std::string name = std::to_string(i);
    platform.devices.push_back(zone->create_host(name, 1e9)->seal());
    attach(zone, platform.devices.back(), {add_link(name + " up", Load::kAccess)},
           {add_link(name + " down", Load::kAccess)});
  }
  zone->seal();
  return platform;
}

void request(sg4::Host* device, sg4::Host* cloud, sg4::Semaphore& slots, const Load& load, Tally& tally) {
  const double arrival_s = sg4::Engine::get_clock();
  sg4::Comm::sendto(device, cloud, load.text_bytes);
  sg4::this_actor::sleep_for(Load::kPropagation);
  slots.acquire();
  sg4::this_actor::sleep_for(Load::kService);
  slots.release();
  sg4::Comm::sendto(cloud, device, Load::kAnswerBytes);
  sg4::this_actor::sleep_for(Load::kPropagation);
  tally.add(arrival_s, sg4::Engine::get_clock());
}

void run(int argc, char** argv) {
  const std::clock_t began = std::clock();
  xbt_log_control_set("xbt_cfg.thres:warning");
  sg4::Engine engine(&argc, argv);  // takes --cfg arguments
  const Load load = parse_load(argc, argv);
  sg4::Engine::set_config("network/model:CM02");
  sg4::Engine::set_config("network/crosstraffic:0");
  sg4::Engine::set_config("network/TCP-gamma:0");

  const Platform platform = make_platform(load);
  const sg4::SemaphorePtr slots = sg4::Semaphore::create(load.servers);
  Tally tally;
  Arrivals arrivals(load);
  sg4::Actor::create("arrivals", platform.cloud, [&] {
    while (const auto arrival = arrivals.next()) {
      sg4::this_actor::sleep_until(arrival->date_s);
      sg4::Host* device = platform.devices[arrival->device];
      sg4::Actor::create("request", device,
                         [&, device] { request(device, platform.cloud, *slots, load, tally); });
    }
  });
  engine.run();
  tally.print(began);
}

}  // namespace

}  // namespace dimsim::bench

int main(int argc, char** argv) {
  try {
    dimsim::bench::run(argc, argv);
    return 0;
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 1;
  }
}

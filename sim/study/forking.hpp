#pragma once

namespace dimsim::study {

/// Makes forks of this process cheap, whatever it has loaded: a fork copies the page table of the heap, which
/// has 512 times fewer entries with huge pages. Call it when the inputs are loaded. Does nothing where the
/// system does not offer it.
void prepare_for_forks();

}  // namespace dimsim::study

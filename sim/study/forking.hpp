#pragma once

namespace dimsim::study {

/// Makes forks of this process cheap, however much it has loaded: a fork copies the page table of the heap,
/// which has 512 times fewer entries with huge pages. Call it after the inputs were loaded. Has no effect
/// where the system does not support it.
void prepare_for_forks();

}  // namespace dimsim::study

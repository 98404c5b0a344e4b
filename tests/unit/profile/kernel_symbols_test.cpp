// Checks the contract of kernels.cpp: no inline function is defined in two of its objects, or in one of them
// and elsewhere in dimsim, since the linker would keep the first copy it finds.
#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

/// Names of the symbols that other objects may define too (weak and unique), as the linker sees them.
std::set<std::string> shared_symbols(const std::string& object) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> nm(
      popen(("nm --defined-only '" + object + "'").c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t size = 0; (size = std::fread(block.data(), 1, block.size(), nm.get())) > 0;) {
    text.append(block.data(), size);
  }
  std::set<std::string> names;
  std::istringstream lines(text);
  for (std::string address, kind, name; lines >> address >> kind >> name;) {
    if (kind == "W" || kind == "V" || kind == "u") {
      names.insert(name);
    }
  }
  return names;
}

TEST(Kernels, ShareNoInlineFunctionBetweenInstructionSets) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "sanitizers keep functions that are inlined otherwise; such a build stays on its machine";
#endif
  std::istringstream objects(DIMSIM_KERNEL_OBJECTS);
  int count = 0;
  for (std::string object; std::getline(objects, object, ',');) {
    ++count;
    const std::set<std::string> names = shared_symbols(object);
    EXPECT_GE(names.size(), 3U) << object << ": did nm read it?";
    const std::size_t begin = object.find("dimsim_kernels_") + std::string("dimsim_kernels_").size();
    const std::string eigen = "Eigen" + object.substr(begin, object.find('.', begin) - begin);
    for (const std::string& name : names) {
      // DW.ref: a pointer to the personality routine, data.
      EXPECT_TRUE(name.find(eigen) != std::string::npos || name.starts_with("DW.ref."))
          << object << ": " << name;
    }
  }
  EXPECT_GE(count, 1);
}

}  // namespace
}  // namespace dimsim::profile

#pragma once

namespace dimsim {

/// Identifies the build, for `dimsim version` and for result files. Compiled into one object, so that a new
/// commit recompiles one file.
extern const char* const kVersion;
extern const char* const kCommit;
extern const char* const kCompiler;
/// Root of the source tree that this program was built from; its platforms/ and models/ are the catalogue.
extern const char* const kSourceDirectory;

}  // namespace dimsim

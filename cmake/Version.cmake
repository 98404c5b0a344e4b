# Version and commit for `dimsim version` and for result files, written at every build, so that the commit is the one
# that was built. Outside of a git clone the commit is "unknown".
#
# Included, it adds the target dimsim_version; as a script (cmake -D... -P) it writes the source.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(write_version
      ${CMAKE_COMMAND}
      -DPROJECT_VERSION=${PROJECT_VERSION}
      -DCMAKE_CXX_COMPILER_ID=${CMAKE_CXX_COMPILER_ID}
      -DCMAKE_CXX_COMPILER_VERSION=${CMAKE_CXX_COMPILER_VERSION}
      -DPROJECT_SOURCE_DIR=${PROJECT_SOURCE_DIR}
      -DPROJECT_BINARY_DIR=${PROJECT_BINARY_DIR}
      -P
      ${CMAKE_CURRENT_LIST_FILE})
  execute_process(COMMAND ${write_version}) # for tools that read the sources before the first build
  add_custom_target(
    dimsim_version
    COMMAND ${write_version}
    BYPRODUCTS ${PROJECT_BINARY_DIR}/generated/version.cpp
    COMMENT "Reading the commit"
    VERBATIM)
  return()
endif()

set(DIMSIM_COMMIT unknown)
find_program(git NAMES git)
if(git)
  execute_process(
    COMMAND ${git} describe --always --dirty --abbrev=12
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE described
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
    RESULT_VARIABLE status)
  if(status EQUAL 0)
    set(DIMSIM_COMMIT ${described})
  endif()
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/version.cpp.in ${PROJECT_BINARY_DIR}/generated/version.cpp @ONLY)

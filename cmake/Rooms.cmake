# A room is a folder with one job and a library of its own, so that the linker holds the direction of the dependencies.
# What a room may use stands in layers.txt, once for the linker, the test of the layers and the docs:
#     dimsim_room(model SOURCES variant.cpp)
# With DIMSIM_UNITY the sources of a room are compiled in batches of 12, so that shared headers and templates are
# compiled once a batch. Names that are local to a file must therefore differ within a room; each figure, which has its
# own draw(), has a namespace of its own.
# Its headers are included as "dimsim/ROOM/header.hpp"; dimsim_headers() makes that path.
add_library(dimsim_options INTERFACE)
target_compile_features(dimsim_options INTERFACE cxx_std_20)
target_compile_options(
  dimsim_options
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wold-style-cast
            -Wuseless-cast
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            # g++ 12 warns of the standard library itself (GCC bug 105651 and its like)
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-maybe-uninitialized>
            # and with precompiled headers of more, since it forgets which ones are the system's (-O3, text + string)
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-stringop-overflow>
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds>
            $<$<BOOL:${DIMSIM_WARNINGS_AS_ERRORS}>:-Werror>)
# libstdc++'s cheap checks stay on in every build: a wrong index must never become a wrong number.
target_compile_definitions(dimsim_options INTERFACE _GLIBCXX_ASSERTIONS)

# The include root: dimsim/ with a link to each folder below sim/, and to analysis/ and cli/.
set(DIMSIM_INCLUDE_ROOT ${PROJECT_BINARY_DIR}/include)
function(dimsim_headers folder)
  cmake_path(GET folder FILENAME name)
  file(MAKE_DIRECTORY ${DIMSIM_INCLUDE_ROOT}/dimsim)
  file(CREATE_LINK ${folder} ${DIMSIM_INCLUDE_ROOT}/dimsim/${name} SYMBOLIC)
endfunction()

file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/layers.txt layers REGEX "^[a-z_0-9]+.*:")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/layers.txt)
foreach(line IN LISTS layers)
  string(REGEX MATCH "^([a-z_0-9]+)[^:]*:(.*)$" matched "${line}")
  string(STRIP "${CMAKE_MATCH_2}" rooms)
  string(REPLACE " " ";" DIMSIM_LAYER_${CMAKE_MATCH_1} "${rooms}")
endforeach()

function(dimsim_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LIBRARIES;PRIVATE_LIBRARIES" ${ARGN})
  add_library(dimsim_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(dimsim_${name} PUBLIC ${DIMSIM_INCLUDE_ROOT})
  list(TRANSFORM DIMSIM_LAYER_${name} PREPEND dimsim_ OUTPUT_VARIABLE rooms)
  target_link_libraries(
    dimsim_${name}
    PUBLIC ${rooms} ${ROOM_LIBRARIES}
    PRIVATE dimsim_options ${ROOM_PRIVATE_LIBRARIES})
  if(DIMSIM_UNITY)
    set_target_properties(dimsim_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()

# What nearly every test includes, parsed once. Its flags are those of a test, or g++ would not use it.
function(dimsim_test_headers)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/test_headers.cpp CONTENT "")
  add_library(dimsim_test_headers OBJECT ${PROJECT_BINARY_DIR}/test_headers.cpp)
  target_link_libraries(dimsim_test_headers PRIVATE dimsim_options GTest::gtest_main GTest::gmock)
  target_precompile_headers(
    dimsim_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h> <algorithm> <filesystem> <fstream> <functional> <map>
    <optional> <random> <string> <vector>)
  dimsim_test_flags(dimsim_test_headers)
endfunction()

function(dimsim_test_flags target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>) # a fifth less time to build; the rooms keep -O3
  target_compile_definitions(
    ${target} PRIVATE DIMSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" DIMSIM_BINARY_DIR="${PROJECT_BINARY_DIR}")
endfunction()

# dimsim_test(units SOURCES units_test.cpp ROOMS base): one executable; CTest starts one process per TEST, which
# SimGrid needs (one engine per process). The suite (unit, theory, golden, faults) is the label of its tests. Those that
# match LONG, a pattern such as Studies.*, get the label SUITE-long and belong to `make test-long`.
function(dimsim_test name)
  cmake_parse_arguments(TEST "" "LONG" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_executable(${name}_test ${TEST_SOURCES})
  list(TRANSFORM TEST_ROOMS PREPEND dimsim_)
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name}_test PRIVATE ${TEST_ROOMS} ${TEST_LIBRARIES} dimsim_options GTest::gtest_main
                                             GTest::gmock)
  dimsim_test_flags(${name}_test)
  if(DIMSIM_UNITY)
    target_precompile_headers(${name}_test REUSE_FROM dimsim_test_headers)
  endif()
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/tests OUTPUT_VARIABLE suite)
  string(REGEX REPLACE "/.*" "" suite ${suite})
  set(discovery DISCOVERY_TIMEOUT 600 PROPERTIES TIMEOUT ${DIMSIM_TEST_TIMEOUT})
  if(TEST_LONG)
    gtest_discover_tests(${name}_test TEST_FILTER -${TEST_LONG} TEST_LIST ${name}_short ${discovery} LABELS ${suite})
    gtest_discover_tests(${name}_test TEST_FILTER ${TEST_LONG} TEST_LIST ${name}_long ${discovery} LABELS ${suite}-long)
  else()
    gtest_discover_tests(${name}_test ${discovery} LABELS ${suite})
  endif()
endfunction()

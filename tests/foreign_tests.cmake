# SPDX-License-Identifier: MIT
#
# What the tests for other systems and processors share: GoogleTest, compiled here because no
# package has it for them, and the flags of the tests.

set(GOOGLETEST_SOURCE /usr/src/googletest CACHE PATH "GoogleTest's sources")
set(BUILD_GMOCK OFF)
set(INSTALL_GTEST OFF)
add_subdirectory(${GOOGLETEST_SOURCE} googletest EXCLUDE_FROM_ALL)

# Each test is compiled once and run once, so the time to compile it counts most.
function(use_test_flags target)
  use_our_language(${target})
  target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE)
  target_compile_definitions(${target} PRIVATE MPDISC_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE GTest::gtest)
endfunction()

add_library(tests-header OBJECT ../support/precompiled.cc)
use_test_flags(tests-header)
target_precompile_headers(tests-header PRIVATE <gtest/gtest.h>)

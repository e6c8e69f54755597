# SPDX-License-Identifier: MIT
#
# What tests of builds for other systems and processors have in common: GoogleTest, of which there is
# no library for these, and how they are compiled.

set(GOOGLETEST_SOURCE /usr/src/googletest CACHE PATH "GoogleTest's sources")
set(BUILD_GMOCK OFF)
set(INSTALL_GTEST OFF)
add_subdirectory(${GOOGLETEST_SOURCE} googletest EXCLUDE_FROM_ALL)

# The tests' own code is compiled once and run once: what counts is the time of compiling it.
function(use_test_flags target)
  use_our_language(${target})
  target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE)
  target_compile_definitions(${target} PRIVATE MPDISC_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE GTest::gtest)
endfunction()

add_library(tests-header OBJECT ../support/precompiled.cc)
use_test_flags(tests-header)
target_precompile_headers(tests-header PRIVATE <gtest/gtest.h>)

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/fuzz/target.h"

/// Runs before the first input. It makes a failed EXPECT throw. The exception is not caught, so the
/// process ends and the fuzzer keeps the input.
int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    GTEST_FLAG_SET(throw_on_failure, true);
    return 0;
}

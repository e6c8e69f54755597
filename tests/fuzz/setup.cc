// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/fuzz/target.h"

/// Runs before the first input: what a target EXPECTs ends it where it does not hold, so that
/// whoever runs it keeps that input. Nobody catches what is thrown.
int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    GTEST_FLAG_SET(throw_on_failure, true);
    return 0;
}

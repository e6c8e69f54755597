// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

/// Each *_fuzz.cc defines the first function; setup.cc defines the second. The fuzzer or
/// replay_main.cc calls both.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);

// SPDX-License-Identifier: MIT
//
// A provider that finds the port in use. The holder of the port registers it or does not answer.
// Then the input controls what happens.
#include "tests/fuzz/provider_owner.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::ProviderOwner owner(input);
    owner.start(false);
    if (input.flag()) owner.enroll();
    owner.run();
    return 0;
}

// SPDX-License-Identifier: MIT
//
// A provider that gets the port at once. Then the input controls what happens.
#include "tests/fuzz/provider_owner.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::ProviderOwner owner(input);
    owner.start(true);
    owner.run();
    return 0;
}

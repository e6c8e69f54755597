// SPDX-License-Identifier: MIT
#include "runtime/random_numbers.h"

#include "mpdisc/host_name.h"
#include "platform/clock.h"
#include "platform/entropy.h"
#include "platform/host.h"
#include "platform/interfaces.h"

namespace mpdisc::runtime {
RandomNumbers::RandomNumbers() {
    const std::uint64_t numbers[] = {platform::clock_us(),
                                     platform::clock_us(platform::Clock::time_of_day),
                                     platform::process_id()};
    mix_in({reinterpret_cast<const std::uint8_t*>(numbers), sizeof numbers});
    const auto name = system_host_name();
    mix_in({reinterpret_cast<const std::uint8_t*>(name.view().data()), name.size()});
}

void RandomNumbers::mix_in(wire::Bytes bytes) {
    wire::Sha256 hash;
    hash.add(digest_);
    hash.add(bytes);
    digest_ = hash.finish();
}

void RandomNumbers::mix_in_addresses() {
    std::array<InterfaceAddress, limits::advertised_addresses_max> room;
    InterfaceList list;
    // If the system does not list them, the other inputs must be enough.
    if (!platform::list_interfaces({room, {}}, list)) return;
    for (const InterfaceAddress& entry : list.addresses) mix_in(entry.address.raw());
}

bool RandomNumbers::fill(std::span<std::uint8_t> out) {
    if (!platform::fill_random(out)) return false;
    for (std::size_t at = 0; at < out.size(); ++at) {
        const std::size_t place = at % digest_.size();
        if (place == 0) mix_in({});
        // XOR keeps all randomness of the kernel's numbers.
        out[at] ^= digest_[place];
    }
    return true;
}

}  // namespace mpdisc::runtime

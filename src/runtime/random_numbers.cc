// SPDX-License-Identifier: MIT
#include "runtime/random_numbers.h"

#include "mpdisc/host_name.h"
#include "platform/clock.h"
#include "platform/entropy.h"
#include "platform/host.h"
#include "platform/interfaces.h"

namespace mpdisc::runtime {
namespace {

template <typename Number>
void add_number(wire::Sha256& hash, Number number) {
    hash.add({reinterpret_cast<const std::uint8_t*>(&number), sizeof number});
}

}  // namespace

RandomNumbers::RandomNumbers() {
    wire::Sha256 hash;
    add_number(hash, platform::clock_us());
    add_number(hash, platform::clock_us(platform::Clock::time_of_day));
    add_number(hash, platform::process_id());
    const auto name = system_host_name();
    hash.add({reinterpret_cast<const std::uint8_t*>(name.view().data()), name.size()});
    host_digest_ = hash.finish();
}

void RandomNumbers::mix_in_addresses() {
    std::array<InterfaceAddress, limits::advertised_addresses_max> room;
    InterfaceList list;
    // If the system does not list them, the other inputs must be enough.
    if (!platform::list_interfaces({room, {}}, list)) return;
    wire::Sha256 hash;
    hash.add(host_digest_);
    for (const InterfaceAddress& entry : list.addresses) hash.add(entry.address.raw());
    host_digest_ = hash.finish();
}

bool RandomNumbers::fill(std::span<std::uint8_t> out) {
    if (!platform::fill_random(out)) return false;
    for (std::size_t at = 0; at < out.size();) {
        wire::Sha256 hash;
        hash.add(host_digest_);
        add_number(hash, blocks_++);
        // XOR keeps all randomness of the kernel's numbers.
        for (const std::uint8_t byte : hash.finish()) {
            if (at < out.size()) out[at++] ^= byte;
        }
    }
    return true;
}

}  // namespace mpdisc::runtime

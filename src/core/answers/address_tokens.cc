// SPDX-License-Identifier: MIT
#include "core/answers/address_tokens.h"

#include "wire/siphash.h"
#include "wire/writer.h"

namespace mpdisc::core {
namespace {

constexpr TimeUs minute_us = 60'000'000;

}  // namespace

std::uint64_t AddressTokens::make(TimeUs now_us, const Endpoint& client) const {
    return of_minute(now_us / minute_us, client);
}

bool AddressTokens::is_valid(TimeUs now_us, const Endpoint& client, std::uint64_t token) const {
    const std::uint64_t minute = now_us / minute_us;
    return token == of_minute(minute, client) || token == of_minute(minute - 1, client);
}

std::uint64_t AddressTokens::of_minute(std::uint64_t minute, const Endpoint& client) const {
    std::array<std::uint8_t, 10> rest;
    wire::Writer writer(rest);
    writer.u64(minute);
    writer.u16(client.port);
    wire::SipHash hash(secret_[0], secret_[1]);
    hash.add(client.address.bytes);
    hash.add(rest);
    return hash.finish() | 1;
}

}  // namespace mpdisc::core

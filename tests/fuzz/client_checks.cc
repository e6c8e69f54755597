// SPDX-License-Identifier: MIT
#include "tests/fuzz/client_checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "mpdisc/limits.h"
#include "mpdisc/text.h"
#include "tests/fuzz/world.h"

namespace mpdisc::fuzz {
namespace {

bool is_given(const core::ProbeConfig& config, const IpAddress& to) {
    return std::ranges::any_of(std::span(config.targets).first(config.target_count),
                               [&](const Endpoint& target) { return target.address == to; });
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& each : made) {
        if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    }
    return made;
}

}  // namespace

testing::Decoded check_sent(const core::Outbound& out, const core::ProbeConfig& config) {
    testing::Decoded message = testing::decode_any(out.bytes);
    EXPECT_EQ(message.error, wire::DecodeError::none);
    const bool is_query = message.header.type == wire::MessageType::host_query;
    EXPECT_TRUE(is_query || message.header.type == wire::MessageType::client_discovery_request);
    EXPECT_LE(out.bytes.size(), limits::network_datagram_max);
    EXPECT_EQ(out.route.channel, core::Channel::client);
    const IpAddress& to = out.route.to.address;
    const bool is_for_all = to.is_multicast() || to.bytes[3] == 255;
    const bool is_claimant = out.route.on_link_only && is_one_host(to);
    EXPECT_TRUE(is_given(config, to) || is_for_all || may_be_answered(to) || is_claimant ||
                (is_query && to.is_loopback()))
        << to_text(to).view();
    wire::Bytes fields = out.bytes.subspan(wire::header_size);
    wire::Seal seal;
    EXPECT_TRUE(config.keys.open(out.bytes, {}, fields, seal));
    return message;
}

void check_found(const FoundServiceView& found, const core::ProbeConfig& config) {
    const ServiceView& service = found.service;
    EXPECT_TRUE(config.filter().matches(service));
    EXPECT_TRUE(is_instance_name(service.name) && is_service_type(service.type));
    EXPECT_NE(service.port, 0);
    // A program can make a service of it again, as the C API does.
    Service copy;
    EXPECT_EQ(copy.assign(service), ServiceError::none);
    EXPECT_TRUE(found.host.empty() || is_name_text(found.host));
    EXPECT_LE(found.addresses.size(), limits::advertised_addresses_max);
}

ServiceKey key_of(const ProviderId& provider, const ServiceView& service) {
    return {provider.bytes, lower(service.name), lower(service.type)};
}

}  // namespace mpdisc::fuzz

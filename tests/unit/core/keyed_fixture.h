// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <set>

#include "core/search/status_query.h"
#include "tests/unit/core/keys.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {

using wire::MessageType;
using Names = std::multiset<std::string>;

inline const Endpoint neighbour = endpoint("192.0.2.77", 5000);
inline const Endpoint local_program = endpoint("127.0.0.1", 12345);

/// A host whose providers and probes may have keys.
class KeyedTest : public testing::Test {
   protected:
    VirtualProvider& start(const wire::Keyring& keys, std::string_view name) {
        host.keys = keys;
        host.rates = {0, 0};
        return host.start({service(name)});
    }

    /// The services that a local probe with these keys finds.
    Names search(const wire::Keyring& keys) {
        core::ProbeConfig config;
        config.local_only = true;
        config.timeout_ms = 300;
        config.keys = keys;
        config.seed = {1, ++seed, 3, 4};
        core::Probe& probe = probes.emplace_back(config);
        host.start(probe);
        host.run_for(400 * ms);
        Names names;
        for (FoundServiceView each; probe.next_service(each);) names.emplace(each.service.name);
        return names;
    }

    /// A neighbour's request, dated by the host's clock plus `skew_ms`.
    [[nodiscard]] Bytes request_of(const wire::Keyring& keys, std::uint64_t transaction,
                                   std::int64_t skew_ms = 0) const {
        const std::uint64_t time_ms = host.wall_ms() + static_cast<std::uint64_t>(skew_ms);
        return sealed(keys, short_bytes_of(request(transaction)), time_ms);
    }
    /// How many advertisements the providers send in answer to that datagram of a neighbour.
    std::size_t answers_to(const Bytes& bytes, std::uint32_t if_index = eth0) {
        host.sent.clear();
        const auto local = if_index == eth0 ? "192.0.2.10" : "198.51.100.10";
        const Endpoint from = if_index == eth0 ? neighbour : endpoint("198.51.100.77", 5000);
        host.send_to_port(from, bytes, if_index, local);
        host.run_for(ms);
        return host.count_sent(MessageType::service_advertisement);
    }

    /// The nonce that the host's primary gives to a program with the first key. Empty without an
    /// answer.
    wire::Nonce nonce_of_primary() {
        VirtualClient& client = host.client(endpoint("127.0.0.1", 7'777));
        client.received.clear();
        host.send_to_port(client.endpoint,
                          sealed(first, bytes_of(MessageType::provider_discovery_request, {1, {}}),
                                 0, {client.endpoint.port, 0, {}}));
        host.run_for(ms);
        if (client.received.empty()) return {};
        return read<wire::DiscoveryResponse>(client.received[0].bytes).nonce;
    }
    /// The binding of the message under a primary with that nonce.
    static wire::Binding binding_of(const Datagram& datagram, const wire::Nonce& nonce) {
        return {datagram.from.port, datagram.to.port, nonce};
    }

    VirtualHost host;
    std::deque<core::Probe> probes;
    std::uint64_t seed = 0;
    const wire::Keyring first = keyring({1});
    const wire::Keyring second_key = keyring({2});
};

}  // namespace mpdisc::test

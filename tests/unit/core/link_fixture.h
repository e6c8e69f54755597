// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/core/virtual_host.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::test {

inline constexpr std::uint16_t announcement_port = VirtualHost::port + 1;

/// Three hosts on one link. They announce themselves.
class LinkTest : public testing::Test {
   protected:
    LinkTest() {
        for (std::size_t n = 0; n < 3; ++n) {
            auto host = std::make_unique<VirtualHost>();
            const std::string last = std::to_string(11 + n);
            host->interfaces = {
                interface_address(lo, "lo", "127.0.0.1/8"),
                interface_address(eth0, "eth0", "192.0.2." + last + "/24", "192.0.2.255"),
                interface_address(eth0, "eth0", "fe80::" + last + "/64"),
                interface_address(lo, "lo", "::1/128")};
            host->announce_s = 60;
            host->user_id = 1'000;
            hosts.push_back(std::move(host));
        }
        for (const auto& from : hosts) {
            from->carry_to_others = [this, &from = *from](const Datagram& sent) {
                for (const auto& to : hosts) {
                    if (to.get() != &from) to->hear(sent);
                }
            };
        }
    }

    /// Starts a provider with an id that no other host has.
    VirtualProvider& start(std::size_t host, const std::vector<Service>& services) {
        core::ProviderConfig config = hosts[host]->next_config();
        config.id = id_of(++started);
        config.host.bytes = id_of(5'000 + started).bytes;
        config.seed = {started, 7, 8, 9};
        config.secret = {started, 1};
        return hosts[host]->start(config, services);
    }
    void run_for(TimeUs duration_us) {
        for (TimeUs passed_us = 0; passed_us < duration_us; passed_us += ms) {
            for (const auto& host : hosts) host->run_for(ms);
        }
    }
    [[nodiscard]] IpAddress address_of(std::size_t host) const {
        return hosts[host]->interfaces[1].address;
    }
    /// What that provider knows of the host, by its IPv4 address; null if it does not know it.
    [[nodiscard]] const core::Neighbourhood::Entry* find(const VirtualProvider& provider,
                                                         std::size_t host) const {
        for (const auto& entry : provider.machine.neighbourhood().entries()) {
            if (entry.source.address == address_of(host)) return &entry;
        }
        return nullptr;
    }
    [[nodiscard]] bool knows(const VirtualProvider& provider, std::size_t host,
                             const VirtualProvider& primary) const {
        const auto* entry = find(provider, host);
        return entry != nullptr && entry->host.primary == primary.id() &&
               entry->host.host == primary.machine.host();
    }
    [[nodiscard]] std::vector<Datagram> announcements_of(std::size_t host) const {
        std::vector<Datagram> found =
            hosts[host]->sent_of_type(wire::MessageType::host_announcement);
        std::erase_if(found, [](const auto& each) { return each.to.port != announcement_port; });
        return found;
    }
    void lose(std::size_t host, wire::MessageType type) {
        hosts[host]->loses = [type](const Datagram& each) { return each.type() == type; };
    }
    void lose_nothing(std::size_t host) {
        hosts[host]->loses = [](const Datagram&) { return false; };
    }
    void clear_sent() {
        for (const auto& host : hosts) host->sent.clear();
    }

    std::vector<std::unique_ptr<VirtualHost>> hosts;
    std::uint32_t started = 0;
};

}  // namespace mpdisc::test

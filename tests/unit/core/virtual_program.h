// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "core/roles/provider.h"
#include "core/search/probe.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

/// What runs on a VirtualHost, and what it sends.
namespace mpdisc::test {

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;

struct VirtualProvider;

/// A datagram on its way, and the record of it.
struct Datagram {
    TimeUs sent_us = 0;
    Endpoint from;
    Endpoint to;
    /// By which it goes out or comes in; 0: as the routes say.
    std::uint32_t if_index = 0;
    core::Channel channel = core::Channel::client;
    Bytes bytes;
    /// It was sent to 255.255.255.255; it goes through no router.
    bool is_link_broadcast = false;
    bool on_link_only = false;
    /// Goes to each socket that has the port.
    bool is_to_all = false;
    /// The provider that sent it; null where it was a client, or the test itself.
    VirtualProvider* sender = nullptr;

    [[nodiscard]] wire::MessageType type() const { return type_of(bytes); }
};

/// A program that runs a provider.
struct VirtualProvider {
    using Input = std::function<void(core::Provider&)>;

    VirtualProvider(const core::ProviderConfig& config, const Endpoint& control_socket)
        : machine(config),
          process_id(config.process_id),
          user_id(config.user_id),
          control(control_socket) {}

    core::Provider machine;
    /// As the system knows it; it may tell the others another one.
    std::uint32_t process_id;
    /// As the system knows it; it may tell the others another one.
    std::uint32_t user_id;
    Endpoint control;
    /// Its end of the line between primary and deputy, and whom that takes datagrams from; no port:
    /// there is none.
    Endpoint line;
    Endpoint line_peer;
    /// By which alone it answers; empty: by all.
    std::string interface_name;
    bool alive = true;
    bool hangs = false;
    /// What its owner took; nothing while `takes_events` is false.
    std::vector<ProviderEvent> events;
    bool takes_events = true;
    /// When it tried to bind the port, and to take it over.
    std::vector<TimeUs> port_tries_us;
    std::vector<TimeUs> takeover_tries_us;
    /// The processes whose end it is to be told, as often as it asked for that.
    std::multiset<std::uint32_t> watched;
    /// What came while it hung.
    std::vector<Input> waits_at_control;
    std::vector<Input> waits_at_port;

    [[nodiscard]] Role role() const { return machine.role(); }
    [[nodiscard]] const ProviderId& id() const { return machine.id(); }
    [[nodiscard]] std::uint64_t count(Counter counter) const { return machine.counters()[counter]; }
    [[nodiscard]] bool runs() const { return alive && !hangs; }
    [[nodiscard]] std::size_t count(ProviderEventType type) const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [&](const auto& event) { return event.type == type; }));
    }
};

/// A client's socket: keeps what it gets, and feeds the probe behind it if there is one.
struct VirtualClient {
    Endpoint endpoint;
    core::Probe* probe = nullptr;
    std::vector<Datagram> received;
};

}  // namespace mpdisc::test

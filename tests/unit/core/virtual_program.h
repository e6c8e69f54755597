// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/probe.h"
#include "core/provider.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

/// What runs on a VirtualHost, and what it sends.
namespace mpdisc::test {

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;

/// A datagram on its way, and the record of it.
struct Datagram {
    TimeUs sent_us = 0;
    Endpoint from;
    Endpoint to;
    /// By which it goes out or comes in; 0: as the routes say.
    std::uint32_t if_index = 0;
    core::Channel channel = core::Channel::client;
    Bytes bytes;

    [[nodiscard]] wire::MessageType type() const { return type_of(bytes); }
};

/// A program that runs a provider.
struct VirtualProvider {
    VirtualProvider(const core::ProviderConfig& config, const Endpoint& control_socket)
        : machine(config), control(control_socket) {}

    core::Provider machine;
    Endpoint control;
    bool alive = true;
    bool hangs = false;
    /// What its owner took; nothing while `takes_events` is false.
    std::vector<ProviderEvent> events;
    bool takes_events = true;
    /// When it tried to bind the port.
    std::vector<TimeUs> port_tries_us;

    [[nodiscard]] Role role() const { return machine.role(); }
    [[nodiscard]] const ProviderId& id() const { return machine.id(); }
    [[nodiscard]] std::uint64_t count(Counter counter) const { return machine.counters()[counter]; }
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

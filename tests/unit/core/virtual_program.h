// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/roles/provider.h"
#include "core/search/probe.h"
#include "runtime/provider_driver.h"
#include "tests/support/memory_socket.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

/// Programs on a VirtualHost, and the datagrams that they send.
namespace mpdisc::test {

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;

struct VirtualProvider;
class VirtualSystem;

/// A datagram on its way, and the record of it.
struct Datagram {
    TimeUs sent_us = 0;
    Endpoint from;
    Endpoint to;
    /// The interface by which it leaves or arrives; 0 if the routes decide.
    std::uint32_t if_index = 0;
    core::Channel channel = core::Channel::client;
    Bytes bytes;
    /// Sent to 255.255.255.255, so it passes no router.
    bool is_link_broadcast = false;
    bool on_link_only = false;
    /// Reaches each socket that has the port.
    bool is_to_all = false;
    /// The provider that sent it; null for a client or the test itself.
    VirtualProvider* sender = nullptr;

    [[nodiscard]] wire::MessageType type() const { return type_of(bytes); }
};

/// One program's view of the system, for runtime::ProviderDriver: its own sockets, and the host's
/// VirtualSystem for the rest.
class ProgramSystem {
   public:
    using Socket = MemorySocket;

    ProgramSystem(VirtualSystem& host, VirtualProvider& program);

    MemorySocket control_socket;
    MemorySocket line_socket;
    MemorySocket port_socket;
    MemorySocket answer_socket;
    MemorySocket announcement_socket;
    /// When to list the interfaces next.
    TimeUs list_due_us = never_us;
    /// Watched processes that have ended and were not reported yet.
    std::deque<std::uint32_t> ended;

    [[nodiscard]] bool has_input() const {
        return control_socket.is_readable() || line_socket.is_readable() ||
               port_socket.is_readable() || announcement_socket.is_readable() || !ended.empty();
    }

    // --- For the driver ---

    [[nodiscard]] TimeUs now_us() const;
    [[nodiscard]] std::uint64_t wall_ms() const;
    [[nodiscard]] TimeUs next_deadline_us() const { return list_due_us; }
    void look() {}
    [[nodiscard]] bool is_ready(const Socket& socket) const { return socket.is_readable(); }
    [[nodiscard]] bool must_list_interfaces(TimeUs now_us) const { return now_us >= list_due_us; }
    [[nodiscard]] bool list_interfaces(TimeUs now_us, InterfaceList& out);
    void retry_interfaces(TimeUs now_us) { list_due_us = now_us + 500 * ms; }
    [[nodiscard]] bool read_host_name(TimeUs, FixedString<limits::host_name_max>&) { return false; }
    [[nodiscard]] Socket& control() { return control_socket; }
    [[nodiscard]] Socket& line() { return line_socket; }
    [[nodiscard]] std::array<Socket*, 1> port_sockets() { return {&port_socket}; }
    [[nodiscard]] MemorySocket::Batch& batch(core::Channel) { return batch_; }
    [[nodiscard]] Socket* socket_for(const core::Route& route);
    [[nodiscard]] std::uint16_t open_control(const IpAddress& loopback);
    [[nodiscard]] std::uint16_t open_line(const Endpoint& peer);
    [[nodiscard]] bool claim_port(core::PortAction action);
    void close_port();
    [[nodiscard]] bool has_successors() const;
    [[nodiscard]] std::size_t count_rivals() const;
    [[nodiscard]] bool lacks_ipv6() const { return false; }
    [[nodiscard]] bool claim_ipv6(bool) { return true; }
    void join_groups(std::span<const InterfaceAddress>) {}
    [[nodiscard]] std::array<Socket*, 1> announcement_sockets() { return {&announcement_socket}; }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress> interfaces);
    void close_announcements() { announcement_socket.close(); }
    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint& socket, std::uint32_t& user);
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to);
    [[nodiscard]] bool watch(std::uint32_t process_id);
    void forget(std::uint32_t process_id);
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);

   private:
    void connect(MemorySocket& socket, core::Channel channel);

    VirtualSystem& host_;
    VirtualProvider& program_;
    MemorySocket::Batch batch_;
};

}  // namespace mpdisc::test

// virtual_system.cc compiles it once for all tests.
extern template class mpdisc::runtime::ProviderDriver<mpdisc::test::ProgramSystem>;

namespace mpdisc::test {

/// A program that runs a provider.
struct VirtualProvider {
    VirtualProvider(VirtualSystem& host, const core::ProviderConfig& config,
                    const Endpoint& control_socket);
    ~VirtualProvider();
    VirtualProvider(const VirtualProvider&) = delete;
    VirtualProvider& operator=(const VirtualProvider&) = delete;

    /// The ids that the system knows. The program may claim others.
    std::uint32_t process_id;
    std::uint32_t user_id;
    Endpoint control;
    /// Its socket for the line between primary and deputy, and the only socket that may send there.
    /// There is no line if `line` has no port.
    Endpoint line;
    Endpoint line_peer;
    /// The only interface by which it answers; empty for all.
    std::string interface_name;
    /// Its time of day, if it differs from the host's.
    std::optional<std::uint64_t> wall_ms;
    bool alive = true;
    bool hangs = false;
    /// The events that its owner has read. While `takes_events` is false, the owner reads none.
    std::vector<ProviderEvent> events;
    bool takes_events = true;
    /// The times of its attempts to bind the port, to take it over, and to renew it.
    std::vector<TimeUs> port_tries_us;
    std::vector<TimeUs> takeover_tries_us;
    std::vector<TimeUs> renewals_us;
    /// The processes that it watches, each as often as it asked.
    std::multiset<std::uint32_t> watched;

    ProgramSystem system;
    runtime::ProviderDriver<ProgramSystem> driver;
    core::Provider& machine = driver.machine();

    [[nodiscard]] Role role() const { return machine.role(); }
    [[nodiscard]] const ProviderId& id() const { return machine.id(); }
    [[nodiscard]] std::uint64_t count(Counter counter) const { return machine.counters()[counter]; }
    [[nodiscard]] bool runs() const { return alive && !hangs; }
    [[nodiscard]] std::size_t count(ProviderEventType type) const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [&](const auto& event) { return event.type == type; }));
    }
};

/// A client's socket. It keeps each datagram, and feeds its probe if it has one.
struct VirtualClient {
    Endpoint endpoint;
    core::Probe* probe = nullptr;
    std::vector<Datagram> received;

    [[nodiscard]] std::vector<Datagram> received_of_type(wire::MessageType type) const {
        std::vector<Datagram> found = received;
        std::erase_if(found, [&](const Datagram& each) { return each.type() != type; });
        return found;
    }
};

}  // namespace mpdisc::test

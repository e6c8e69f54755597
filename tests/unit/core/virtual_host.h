// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "tests/unit/core/virtual_system.h"

namespace mpdisc::test {

/// A host and its network in memory. The real machines run on it, under a virtual clock, so that
/// each test is deterministic.
class VirtualHost : public VirtualSystem {
   public:
    VirtualHost();
    ~VirtualHost() override;

    static constexpr std::uint16_t port = limits::discovery_port_default;

    /// Every datagram that a program of this host has sent, even if the network lost it.
    std::vector<Datagram> sent;
    /// Whether the network loses the datagram.
    std::function<bool(const Datagram&)> loses = [](const Datagram&) { return false; };

    /// Carries a datagram that this host sends to other hosts, if there are any.
    std::function<void(const Datagram&)> carry_to_others;

    /// How often the next providers announce the host, in seconds. Most tests are about one host.
    std::uint32_t announce_s = 0;
    /// The answer rates of the next providers.
    core::AnswerRates rates;
    /// The time of day of the next probes, if it differs from this host's.
    std::optional<std::uint64_t> probe_wall_ms;
    /// The user and the keys of the next providers.
    std::uint32_t user_id = wire::Registration::no_user;
    wire::Keyring keys;
    /// The interface by which the next provider answers, and the interface by which probes ask.
    /// Empty for all interfaces.
    std::string interface_name;
    std::string probe_interface_name;

    // --- Programs ---

    /// The configuration of the next provider, with an id and a seed of its own.
    [[nodiscard]] core::ProviderConfig next_config() const;

    VirtualProvider& start(const std::vector<Service>& services = {});

    VirtualProvider& start(const core::ProviderConfig& config,
                           const std::vector<Service>& services = {});

    /// Stops the provider, which tells the others. Its process still runs.
    void leave(VirtualProvider& provider);
    /// Stops the provider, which tells the others, and ends its process.
    void stop(VirtualProvider& provider);
    /// Ends the process without a message to others.
    void kill(VirtualProvider& provider) { vanish(provider); }
    /// The provider keeps its sockets, but does nothing until wake().
    void hang(VirtualProvider& provider) { provider.hangs = true; }
    void wake(VirtualProvider& provider);

    ServiceError add(VirtualProvider& provider, const Service& service);
    ServiceError update(VirtualProvider& provider, const Service& service);
    void set_services(VirtualProvider& provider, const std::vector<Service>& services);
    ServiceError remove(VirtualProvider& provider, std::string_view name, std::string_view type);

    [[nodiscard]] const VirtualProvider* port_holder() const { return port_table.newest(); }

    void set_interfaces(const std::vector<InterfaceAddress>& changed);

    // --- Clients ---

    /// The client with this endpoint. The first call creates it.
    VirtualClient& client(const Endpoint& at);

    /// Starts a probe on a new socket of this host.
    VirtualClient& start(core::Probe& probe);

    /// Runs a probe on that client's socket. The probe must have its interfaces already.
    void run(VirtualClient& client, core::Probe& probe, TimeUs duration_us);

    // --- The network ---

    /// Sends a datagram to the discovery port; `local` is its destination address.
    void send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                      const IpAddress& local);
    void send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index = lo,
                      std::string_view local = "127.0.0.1");
    /// Sends to the discovery port over the link of this interface: to 255.255.255.255 with
    /// `is_link_broadcast`, otherwise to this host only.
    void send_by_link(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                      bool is_link_broadcast);
    /// Broadcasts to the discovery port from a neighbour on eth0's network.
    void broadcast_to_port(const Endpoint& from, const Bytes& bytes);
    void send_to_control(const VirtualProvider& provider, const Endpoint& from, const Bytes& bytes,
                         std::uint32_t if_index = lo);

    /// A datagram of another host arrives at this one.
    void hear(Datagram datagram);

    // --- Time ---

    void run_for(TimeUs duration_us) { run_until(now_us + duration_us); }

    void run_until(TimeUs end_us);

    // --- Queries for tests ---

    [[nodiscard]] std::vector<Datagram> sent_of_type(wire::MessageType type) const;
    [[nodiscard]] std::size_t count_sent(wire::MessageType type) const;
    /// The number of sent datagrams, without KEY_MISMATCH, which reveals nothing.
    [[nodiscard]] std::size_t count_sent_but_mismatches() const;

   private:
    void flush(VirtualClient& from);

    void transmit(VirtualProvider& from, const core::Outbound& out) override;

    /// Sends a machine's datagram, and checks the demands of the porting contract.
    void post(const core::Outbound& out, std::uint16_t from_port,
              VirtualProvider* sender = nullptr);

    [[nodiscard]] IpAddress source_of(const core::Route& route) const;

    /// If a datagram reaches this host, rewrites it as it arrives: a broadcast arrives at the
    /// interface's own address, and a datagram to this host arrives by lo.
    void arrive_at_own_socket(Datagram& datagram) const;

    void carry(const Datagram& datagram);

    void deliver(const Datagram& datagram);

    void deliver_to_port(const Datagram& datagram);

    void deliver_to_listeners(const Datagram& datagram);

    /// Reports a little later that no socket has the address, if the sender's socket can get such
    /// reports.
    void refuse(const Datagram& datagram);

    // --- Input of programs ---

    void enqueue(VirtualProvider& provider, MemorySocket& socket, const Datagram& datagram);

    void receive(VirtualClient& to, const Datagram& datagram);

    [[nodiscard]] TimeUs next_due_us() const;

    void tick_due();

    std::deque<VirtualClient> clients_;
};

}  // namespace mpdisc::test

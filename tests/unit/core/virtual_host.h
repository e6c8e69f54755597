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

/// A host with its network, in memory alone: the real machines run on it, and the same test does
/// the same each time.
class VirtualHost : public VirtualSystem {
   public:
    VirtualHost();
    ~VirtualHost() override;

    static constexpr std::uint16_t port = limits::discovery_port_default;

    /// Everything that any program on this host sent, lost or not.
    std::vector<Datagram> sent;
    /// Whether the network loses this one.
    std::function<bool(const Datagram&)> loses = [](const Datagram&) { return false; };

    /// How much the next providers let be sent to clients.
    core::AnswerRates rates;
    /// The next probes' time of day, where that is another than this host's.
    std::optional<std::uint64_t> probe_wall_ms;
    /// Whose the next programs are, and which keys the next providers have.
    std::uint32_t user_id = wire::Registration::no_user;
    wire::Keyring keys;
    /// The one interface by which the next provider answers, and those by which probes ask; empty:
    /// all.
    std::string interface_name;
    std::string probe_interface_name;

    // --- Programs ---

    /// The configuration of the next provider: with an id and a seed of its own.
    [[nodiscard]] core::ProviderConfig next_config() const;

    VirtualProvider& start(const std::vector<Service>& services = {});

    VirtualProvider& start(const core::ProviderConfig& config,
                           const std::vector<Service>& services = {});

    /// Leaves in good order; the program goes on, but for the sockets of a provider.
    void leave(VirtualProvider& provider);
    /// Leaves and ends.
    void stop(VirtualProvider& provider);
    /// Dies without a word.
    void kill(VirtualProvider& provider) { vanish(provider); }
    /// Keeps its sockets and does nothing, until wake().
    void hang(VirtualProvider& provider) { provider.hangs = true; }
    void wake(VirtualProvider& provider);

    ServiceError add(VirtualProvider& provider, const Service& service);
    ServiceError remove(VirtualProvider& provider, std::string_view name, std::string_view type);

    [[nodiscard]] const VirtualProvider* port_holder() const { return port_table.newest(); }

    void set_interfaces(const std::vector<InterfaceAddress>& changed);

    // --- Clients ---

    /// The client with that endpoint; the same one each time.
    VirtualClient& client(const Endpoint& at);

    /// Starts a probe behind a socket of this host.
    VirtualClient& start(core::Probe& probe);

    /// Runs a probe that has its interfaces behind that socket, for so long at most.
    void run(VirtualClient& client, core::Probe& probe, TimeUs duration_us);

    // --- The network ---

    /// Puts a datagram on the way to the discovery port; `local` is the address it comes to.
    void send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                      const IpAddress& local);
    void send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index = lo,
                      std::string_view local = "127.0.0.1");
    /// To all of the link of that interface, or to this host alone.
    void send_by_link(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                      bool is_link_broadcast);
    /// From a neighbour on the network of eth0, to all of it.
    void broadcast_to_port(const Endpoint& from, const Bytes& bytes);
    void send_to_control(const VirtualProvider& provider, const Endpoint& from, const Bytes& bytes,
                         std::uint32_t if_index = lo);

    // --- Time ---

    void run_for(TimeUs duration_us) { run_until(now_us + duration_us); }

    void run_until(TimeUs end_us);

    // --- What a test wants to know ---

    [[nodiscard]] std::vector<Datagram> sent_of_type(wire::MessageType type) const;
    [[nodiscard]] std::size_t count_sent(wire::MessageType type) const;
    /// What was sent but for the word that keys differ, which gives nothing away.
    [[nodiscard]] std::size_t count_sent_in_earnest() const;

   private:
    void settle(VirtualClient& from);

    void transmit(VirtualProvider& from, const core::Outbound& out) override;

    /// Sends what a machine gave, as the system would: it demands what the porting contract does.
    void post(const core::Outbound& out, std::uint16_t from_port,
              VirtualProvider* sender = nullptr);

    [[nodiscard]] IpAddress source_of(const core::Route& route) const;

    /// Turns where a datagram goes into how it comes to a socket of this host, if it does: what
    /// goes to a broadcast address comes to the interface's own, what goes to this host by lo.
    void arrive_at_own_socket(Datagram& datagram) const;

    void carry(const Datagram& datagram);

    void deliver(const Datagram& datagram);

    void deliver_to_port(const Datagram& datagram);

    /// Tells the sender a moment later that nobody is there, if it is a socket that wants to know.
    void refuse(const Datagram& datagram);

    // --- What comes to programs ---

    void give(VirtualProvider& provider, MemorySocket& socket, const Datagram& datagram);

    void receive(VirtualClient& to, const Datagram& datagram);

    [[nodiscard]] TimeUs next_due_us() const;

    void tick_due();

    std::deque<VirtualClient> clients_;
};

}  // namespace mpdisc::test

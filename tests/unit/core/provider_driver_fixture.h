// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "runtime/provider_driver.h"
#include "tests/support/memory_socket.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {

using core::Channel;
using core::PortAction;
using wire::MessageType;
using Steps = std::vector<std::string>;

inline constexpr TimeUs ms = 1'000;
inline constexpr TimeUs second = 1'000'000;
inline constexpr std::uint16_t control_port = 40'000;
inline constexpr std::uint32_t user = 1'000;

/// A system that records each call of the driver as a step.
class RecordingSystem {
   public:
    struct Socket : MemorySocket {
        RecordingSystem* system = nullptr;
        const char* name = "";

        [[nodiscard]] std::size_t receive(Batch& batch, std::span<platform::ReceivedDatagram> out) {
            system->note(std::string("read ") + name);
            return MemorySocket::receive(batch, out);
        }
    };

    RecordingSystem() {
        connect(control_, "control");
        connect(line_, "line");
        connect(ports_[0], "port");
        connect(ports_[1], "port6");
        connect(answer_, "answer");
        connect(announcements_, "announcements");
        answer_.open(50'000);
    }

    Steps steps;
    TimeUs time_us = 1'000 * second;
    std::vector<InterfaceAddress> interfaces = usual_interfaces();
    bool lists_interfaces = false;
    bool can_open_control = true;
    bool port_is_free = true;
    bool may_take_over = true;
    bool lacks_ipv6_port = false;
    std::size_t rivals = 0;
    /// This many rivals end while the port is being renewed.
    std::size_t rivals_that_end = 0;
    std::uint64_t last_transaction = 0;
    std::deque<std::uint32_t> ended;
    /// How often the provider has said that this host leaves.
    int farewells = 0;

    void note(std::string step) { steps.push_back(std::move(step)); }
    void deliver(Socket& socket, const Endpoint& from, const Bytes& bytes) {
        socket.queue.push_back({from, ip("127.0.0.1"), lo, false, bytes});
    }
    void forget_steps() { steps.clear(); }
    /// The position of the first such step; the number of steps if there is none.
    [[nodiscard]] std::ptrdiff_t place_of(const std::string& step) const {
        return std::ranges::find(steps, step) - steps.begin();
    }
    [[nodiscard]] std::ptrdiff_t count(const std::string& step) const {
        return std::ranges::count(steps, step);
    }

    // --- For the driver ---

    [[nodiscard]] TimeUs now_us() const { return time_us; }
    [[nodiscard]] std::uint64_t wall_ms() {
        note("clock");
        return 1'795'435'200'000 + time_us / 1000;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return never_us; }
    void look() { note("look"); }
    [[nodiscard]] bool is_ready(const Socket& socket) const { return socket.is_readable(); }
    [[nodiscard]] bool must_list_interfaces(TimeUs) const { return lists_interfaces; }
    [[nodiscard]] bool list_interfaces(TimeUs, InterfaceList& out) {
        note("list");
        lists_interfaces = false;
        out = list_of(interfaces);
        return true;
    }
    void retry_interfaces(TimeUs) { note("retry"); }
    [[nodiscard]] bool read_host_name(TimeUs, FixedString<limits::host_name_max>& out) {
        note("name");
        return out.assign("renamed");
    }
    [[nodiscard]] Socket& control() { return control_; }
    [[nodiscard]] Socket& line() { return line_; }
    [[nodiscard]] std::array<Socket*, 2> port_sockets() { return {&ports_[0], &ports_[1]}; }
    [[nodiscard]] Socket* socket_for(const core::Route& route) {
        switch (route.channel) {
            case Channel::discovery:
                return &ports_[0];
            case Channel::control:
                return &control_;
            case Channel::line:
                return &line_;
            default:
                return &answer_;
        }
    }
    [[nodiscard]] MemorySocket::Batch& batch(Channel) { return batch_; }
    [[nodiscard]] std::uint16_t open_control(const IpAddress&) {
        note("open control");
        control_.close();
        if (can_open_control) control_.open(control_port);
        return control_.port;
    }
    [[nodiscard]] std::uint16_t open_line(const Endpoint& peer) {
        note(peer.port == 0 ? "close line" : "open line");
        line_.open(peer.port == 0 ? std::uint16_t{0} : std::uint16_t{45'000});
        return line_.port;
    }
    [[nodiscard]] bool claim_port(PortAction action) {
        note(action == PortAction::bind        ? "bind"
             : action == PortAction::take_over ? "take over"
                                               : "renew");
        ports_[0].close();
        if (action == PortAction::renew) rivals -= rivals_that_end;
        const bool is_granted = action == PortAction::bind ? port_is_free : may_take_over;
        if (is_granted) ports_[0].open(limits::discovery_port_default);
        return is_granted;
    }
    void close_port() {
        note("close port");
        ports_[0].close();
    }
    [[nodiscard]] bool has_successors() const { return true; }
    [[nodiscard]] std::size_t count_rivals() {
        note("count");
        return rivals;
    }
    [[nodiscard]] bool lacks_ipv6() const { return lacks_ipv6_port; }
    [[nodiscard]] bool claim_ipv6(bool takes_over) {
        note(takes_over ? "take ipv6 over" : "bind ipv6");
        return !lacks_ipv6_port;
    }
    void join_groups(std::span<const InterfaceAddress>) { note("join"); }
    [[nodiscard]] std::array<Socket*, 1> announcement_sockets() { return {&announcements_}; }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress>) {
        ++announcement_tries;
        if (may_listen) announcements_.open(limits::discovery_port_default + 1);
        return may_listen;
    }
    void close_announcements() { announcements_.close(); }
    [[nodiscard]] bool is_listening() const { return announcements_.is_open(); }
    void hear_announcement() {
        announcements_.queue.push_back({endpoint("192.0.2.77", limits::discovery_port_default),
                                        ip("192.0.2.10"),
                                        eth0,
                                        false,
                                        {},
                                        true});
    }

    bool may_listen = true;
    int announcement_tries = 0;
    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint&, std::uint32_t& of) {
        note("user");
        of = user;
        return platform::PortUserAnswer::told;
    }
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to) {
        note("users");
        for (const std::uint16_t port : known_ports) to.port_user_told(port, user);
        return platform::PortUserAnswer::told;
    }
    [[nodiscard]] bool watch(std::uint32_t) {
        note("watch");
        return true;
    }
    void forget(std::uint32_t) { note("forget"); }
    [[nodiscard]] bool next_ended(std::uint32_t& process_id) {
        if (ended.empty()) return false;
        note("ended");
        process_id = ended.front();
        ended.pop_front();
        return true;
    }

    std::vector<std::uint16_t> known_ports;

   private:
    void connect(Socket& socket, const char* name) {
        socket.system = this;
        socket.name = name;
        socket.send_one = [this, name](const platform::DatagramToSend& each) {
            wire::Header header;
            wire::Bytes fields;
            EXPECT_EQ(wire::decode_header(each.bytes, header, fields), wire::DecodeError::none);
            last_transaction = header.transaction;
            if (header.type == MessageType::host_announcement &&
                read<wire::HostAnnouncement>(each.bytes).lifetime_s == 0) {
                ++farewells;
            }
            note(std::string(name) + " sends " + std::to_string(static_cast<int>(header.type)));
            return true;
        };
    }

    Socket control_;
    Socket line_;
    std::array<Socket, 2> ports_;
    Socket answer_;
    Socket announcements_;
    MemorySocket::Batch batch_;
};

inline core::ProviderConfig config() {
    core::ProviderConfig made;
    made.id = id_of(1);
    made.process_id = 1;
    made.user_id = user;
    made.seed = {1, 2, 3, 4};
    made.announce_s = 0;
    EXPECT_TRUE(made.host_name.assign("box"));
    return made;
}

class ProviderDriverTest : public testing::Test {
   protected:
    void start() {
        ASSERT_EQ(driver.start(), OpenError::none);
        system.forget_steps();
    }
    /// Lets that time pass at once, and then runs the driver.
    void process_after(TimeUs duration_us) {
        system.time_us += duration_us;
        driver.process();
    }
    /// The host has IPv6 alone from now on. Runs the driver.
    void lose_ipv4() {
        system.interfaces.front().address = ip("::1");
        std::erase_if(system.interfaces,
                      [](const auto& each) { return each.address.family == Family::ipv4; });
        system.lists_interfaces = true;
        driver.process();
    }
    /// Delivers a message of the primary, and runs the driver.
    template <typename Message>
    void answer(const Message& message) {
        system.deliver(system.control(), endpoint("127.0.0.1", limits::discovery_port_default),
                       bytes_of(message));
        driver.process();
    }
    /// Another provider has the port, and registers this one.
    void register_with_primary() {
        system.port_is_free = false;
        start();
        answer(wire::DiscoveryResponse{{system.last_transaction, id_of(2)}, {}});
        answer(wire::RegistrationAck{system.last_transaction, id_of(2),
                                     wire::RegistrationResult::accepted, 2,
                                     limits::lease_ms_default, limits::heartbeat_ms_default});
    }
    /// Delivers the registration of another provider of this host.
    void deliver_registration(std::uint32_t number) {
        const Endpoint from = endpoint("127.0.0.1", static_cast<std::uint16_t>(41'000 + number));
        wire::Registration registration;
        registration.transaction = number;
        registration.provider = id_of(number);
        registration.process_id = number;
        registration.user_id = user;
        system.known_ports.push_back(from.port);
        system.deliver(port(), from, bytes_of(registration));
    }
    RecordingSystem::Socket& port() { return *system.port_sockets()[0]; }
    [[nodiscard]] Role role() const { return driver.machine().role(); }

    RecordingSystem system;
    runtime::ProviderDriver<RecordingSystem> driver{config(), system};
};

}  // namespace mpdisc::test

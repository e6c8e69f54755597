// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/host/provider_state.h"
#include "core/kit/datagram.h"
#include "core/roles/provider.h"
#include "mpdisc/open_error.h"
#include "mpdisc/poll.h"
#include "platform/clock.h"
#include "platform/port_user.h"
#include "platform/process_watch.h"
#include "platform/udp_socket.h"
#include "runtime/announcement_port.h"
#include "runtime/discovery_port.h"
#include "runtime/interface_watch.h"
#include "runtime/ready.h"
#include "runtime/socket_pair.h"

namespace mpdisc::runtime {

/// The real system for a ProviderDriver: sockets, process watch, interfaces and clocks.
class ProviderSystem {
   public:
    using Socket = platform::UdpSocket;

    /// With `follows_host_name`, advertisements contain the current host name of the system.
    ProviderSystem(std::uint16_t discovery_port, bool follows_host_name)
        : port_(discovery_port),
          announcements_(discovery_port),
          host_name_due_us_(follows_host_name ? 0 : never_us) {}

    /// Opens all but the sockets that the driver asks for. An empty name means all interfaces.
    [[nodiscard]] OpenError open(std::string_view interface_name);
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    /// Why the last open(), open_control() or claim_port() failed; 0: it did not.
    [[nodiscard]] int last_error() const { return last_error_; }
    /// The result of the last claim_port().
    [[nodiscard]] platform::SocketError port_error() const { return port_error_; }

    // --- For the driver, which describes these members ---

    [[nodiscard]] TimeUs now_us() const { return platform::clock_us(); }
    [[nodiscard]] std::uint64_t wall_ms() const {
        return platform::clock_us(platform::Clock::time_of_day) / 1000;
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return watch_.next_deadline_us(); }
    void look() { ready_.look(*this); }
    [[nodiscard]] bool is_ready(const Socket& socket) const { return ready_.has(socket); }

    [[nodiscard]] bool must_list_interfaces(TimeUs now_us);
    [[nodiscard]] bool list_interfaces(TimeUs now_us, InterfaceList& out) {
        return watch_.list(now_us, out);
    }
    void retry_interfaces(TimeUs now_us) { watch_.retry(now_us); }
    /// Whether read_host_name() reads the system's name.
    void follow_host_name(bool follows) { host_name_due_us_ = follows ? 0 : never_us; }
    [[nodiscard]] bool read_host_name(TimeUs now_us, FixedString<limits::host_name_max>& out);

    [[nodiscard]] Socket& control() { return control_; }
    [[nodiscard]] Socket& line() { return line_; }
    [[nodiscard]] std::array<Socket*, 2> port_sockets() { return {&port_.v4(), &port_.v6()}; }
    [[nodiscard]] Socket* socket_for(const core::Route& route);
    [[nodiscard]] platform::ReceiveBatch& batch(core::Channel channel) {
        return channel == core::Channel::discovery ? port_batch_ : control_batch_;
    }
    [[nodiscard]] std::uint16_t open_control(const IpAddress& loopback);
    [[nodiscard]] std::uint16_t open_line(const Endpoint& peer);

    [[nodiscard]] bool claim_port(core::PortAction action);
    void close_port() { port_.close(); }
    [[nodiscard]] bool has_successors() const { return port_.has_successors(); }
    [[nodiscard]] std::size_t count_rivals() const { return port_.count_rivals(); }
    [[nodiscard]] bool lacks_ipv6() const { return port_.lacks_ipv6(); }
    [[nodiscard]] bool claim_ipv6(bool takes_over) { return port_.claim_ipv6(takes_over); }
    void join_groups(std::span<const InterfaceAddress> interfaces) {
        port_.join_groups(interfaces);
        announcements_.join_groups(interfaces);
    }
    [[nodiscard]] std::array<Socket*, 2> announcement_sockets() {
        return {&announcements_.v4(), &announcements_.v6()};
    }
    [[nodiscard]] bool open_announcements(std::span<const InterfaceAddress> interfaces) {
        const platform::SocketError error = announcements_.open();
        announcements_.join_groups(interfaces);
        return error == platform::SocketError::none;
    }
    void close_announcements() { announcements_.close(); }

    [[nodiscard]] platform::PortUserAnswer user_of(const Endpoint& socket,
                                                   std::uint32_t& user) const {
        return platform::udp_port_user(socket, user);
    }
    [[nodiscard]] platform::PortUserAnswer tell_port_users(core::Provider& to) const;

    [[nodiscard]] bool watch(std::uint32_t process_id) { return processes_.watch(process_id); }
    void forget(std::uint32_t process_id) { processes_.forget(process_id); }
    [[nodiscard]] bool next_ended(std::uint32_t& process_id) {
        return ready_.has(processes_) && processes_.next_ended(process_id);
    }

   private:
    DiscoveryPort port_;
    AnnouncementPort announcements_;
    platform::UdpSocket control_;
    platform::UdpSocket line_;
    SocketPair answer_;
    InterfaceWatch watch_;
    platform::ProcessWatch processes_;
    platform::ReceiveBatch port_batch_;
    platform::ReceiveBatch control_batch_;
    Ready ready_;
    /// When to read the system's host name again; `never_us` if the owner gave a name.
    TimeUs host_name_due_us_;
    platform::SocketError port_error_ = platform::SocketError::none;
    int last_error_ = 0;
};

}  // namespace mpdisc::runtime

// SPDX-License-Identifier: MIT
#include "runtime/provider_system.h"

#include "mpdisc/host_name.h"
#include "mpdisc/limits.h"
#include "runtime/poll_list.h"

namespace mpdisc::runtime {
namespace {

/// The least time between two reads of the system's host name.
constexpr TimeUs host_name_interval_us_min = 1'000'000;

}  // namespace

OpenError ProviderSystem::open(std::string_view interface_name) {
    watch_.choose(interface_name);
    if (!watch_.open(true) || !port_.reserve() || !announcements_.reserve() ||
        !control_batch_.create(limits::appointment_max) ||
        !port_batch_.create(limits::loopback_datagram_max)) {
        return OpenError::no_memory;
    }
    // If the system has no process watch, refused datagrams and leases tell that a process ended.
    (void)processes_.open();
    const platform::SocketError of_answer =
        answer_.open(Family::any, port_.number(), {.send_only = true}, last_error_);
    return of_answer == platform::SocketError::none ? OpenError::none : OpenError::no_socket;
}

std::size_t ProviderSystem::poll_entries(std::span<PollEntry> out) const {
    PollList list(out);
    list.add(port_.v4());
    list.add(port_.v6());
    list.add(announcements_.v4());
    list.add(announcements_.v6());
    list.add(control_);
    list.add(line_);
    list.add(watch_.monitor());
    list.add(processes_);
    return list.count();
}

bool ProviderSystem::must_list_interfaces(TimeUs now_us) {
    platform::InterfaceLosses losses;
    const bool is_due = watch_.is_due(now_us, ready_.has(watch_.monitor()), losses);
    port_.note_losses(losses);
    announcements_.note_losses(losses);
    return is_due;
}

bool ProviderSystem::read_host_name(TimeUs now_us, FixedString<limits::host_name_max>& out) {
    if (now_us < host_name_due_us_) return false;
    host_name_due_us_ = now_us + host_name_interval_us_min;
    out = system_host_name();
    return true;
}

platform::UdpSocket* ProviderSystem::socket_for(const core::Route& route) {
    const Family family = route.to.address.family;
    switch (route.channel) {
        case core::Channel::discovery:
            return family == Family::ipv6 ? &port_.v6() : &port_.v4();
        case core::Channel::control:
            return &control_;
        case core::Channel::line:
            return &line_;
        case core::Channel::answer:
            return answer_.of(family);
        case core::Channel::client:
        case core::Channel::announcement:
            break;
    }
    return nullptr;
}

std::uint16_t ProviderSystem::open_control(const IpAddress& loopback) {
    control_.close();
    platform::UdpSocketOptions options;
    options.address = loopback;
    options.family = loopback.family;
    // On the discovery port, this socket would keep every provider of the host from binding it.
    options.avoided_port = port_.number();
    options.address_may_be_down = true;
    options.reports_refusals = true;
    if (control_.open(options) == platform::SocketError::none) return control_.port();
    last_error_ = control_.last_error();
    return 0;
}

std::uint16_t ProviderSystem::open_line(const Endpoint& peer) {
    line_.close();
    platform::UdpSocketOptions options;
    options.address = peer.address;
    options.family = peer.address.family;
    options.avoided_port = port_.number();
    options.only_from = peer;
    // If this fails, the deputy asks by the discovery port only.
    const bool is_open = peer.port != 0 && line_.open(options) == platform::SocketError::none;
    return is_open ? line_.port() : std::uint16_t{0};
}

bool ProviderSystem::claim_port(core::PortAction action) {
    if (action == core::PortAction::renew) port_.close();
    port_error_ = port_.claim(action != core::PortAction::bind);
    last_error_ = port_.last_error();
    return port_error_ == platform::SocketError::none;
}

platform::PortUserAnswer ProviderSystem::tell_port_users(core::Provider& to) const {
    return platform::tell_udp_port_users(
        to.loopback(), &to, [](void* provider, std::uint16_t number, std::uint32_t user) {
            static_cast<core::Provider*>(provider)->port_user_told(number, user);
        });
}

}  // namespace mpdisc::runtime

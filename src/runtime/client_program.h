// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/search/probe.h"
#include "mpdisc/open_error.h"
#include "platform/clock.h"
#include "platform/udp_socket.h"
#include "runtime/datagram_tracer.h"
#include "runtime/interface_watch.h"
#include "runtime/machine_io.h"
#include "runtime/poll_list.h"
#include "runtime/ready.h"
#include "runtime/socket_pair.h"

namespace mpdisc::runtime {

/// Runs the machine of a client, which is core::Probe or core::Watch, on its sockets. One call of
/// process() is begin(), receive() and end(). In between, the owner may pass further input.
template <typename Machine>
class ClientProgram {
   public:
    template <typename Config>
    explicit ClientProgram(const Config& config) : machine_(config) {}

    void show_datagrams_to(const DatagramTrace& trace) { tracer_.show_to(trace); }

    [[nodiscard]] Machine& machine() { return machine_; }
    [[nodiscard]] const Machine& machine() const { return machine_; }

    /// Call this first: lists the interfaces for the machine. `has_notices`: the system tells of
    /// their changes. A client that ends soon can do without.
    [[nodiscard]] OpenError list_interfaces(const core::ProbeConfig& config,
                                            std::string_view interface_name, bool has_notices) {
        interfaces_.choose(interface_name);
        if (!interfaces_.open(has_notices) || !batch_.create(limits::loopback_datagram_max)) {
            return OpenError::no_memory;
        }
        const TimeUs now_us = platform::clock_us();
        InterfaceList list;
        // Without the list, the client can ask loopback and given addresses. It reads the list
        // later.
        const bool is_listed = interfaces_.list(now_us, list);
        if (!set_interfaces(now_us, is_listed ? list : InterfaceList{})) {
            return OpenError::no_memory;
        }
        const bool is_missing = is_listed && config.one_interface && list.chosen == 0;
        return is_missing ? OpenError::unknown_interface : OpenError::none;
    }
    /// `reports_refusals`: the machine learns of refused requests.
    [[nodiscard]] OpenError open_sockets(const core::ProbeConfig& config, std::uint16_t source_port,
                                         bool reports_refusals, int& system_error) {
        // On loopback, one socket is enough.
        const Family family = config.family == Family::any && config.local_only
                                  ? machine_.interfaces().loopback().family
                                  : config.family;
        const platform::UdpSocketOptions socket{.port = source_port,
                                                .reports_refusals = reports_refusals};
        switch (sockets_.open(family, config.discovery_port, socket, system_error)) {
            case platform::SocketError::none:
                return OpenError::none;
            case platform::SocketError::in_use:
                return OpenError::port_in_use;
            case platform::SocketError::forbidden:
                return OpenError::port_forbidden;
            case platform::SocketError::unavailable:
            case platform::SocketError::system:
                break;
        }
        return OpenError::no_socket;
    }

    void list_entries(PollList& out) const {
        out.add(sockets_.v4);
        out.add(sockets_.v6);
        out.add(interfaces_.monitor());
    }
    [[nodiscard]] TimeUs next_deadline_us() const {
        if (!is_started_) return 0;
        return std::min(machine_.next_deadline_us(), interfaces_.next_deadline_us());
    }
    [[nodiscard]] int send_error() const { return sockets_.send_error(); }

    /// Lists the interfaces if that is due, and starts the machine in the first call. Adds to
    /// `losses`. True if there is a new list.
    [[nodiscard]] bool begin(TimeUs now_us, const Ready& ready, platform::InterfaceLosses& losses) {
        machine_.set_wall_clock(now_us, platform::clock_us(platform::Clock::time_of_day) / 1000);
        const bool is_new = renew_interfaces(now_us, ready, losses);
        if (!is_started_) {
            is_started_ = true;
            machine_.start(now_us);
        }
        return is_new;
    }
    /// Passes the datagrams that have come to the client's own sockets.
    void receive(TimeUs now_us, const Ready& ready) {
        receive_from(sockets_.v4, core::Channel::client, now_us, ready);
        receive_from(sockets_.v6, core::Channel::client, now_us, ready);
    }
    void receive_from(platform::UdpSocket& socket, core::Channel channel, TimeUs now_us,
                      const Ready& ready) {
        if (!ready.has(socket)) return;
        const auto flush_now = [this] { flush(); };
        report_refused(socket, machine_, now_us, flush_now);
        receive_all(socket, channel, batch_, machine_, now_us, flush_now, tracer_);
    }
    void end(TimeUs now_us) {
        machine_.tick(now_us);
        flush();
    }

   private:
    [[nodiscard]] bool renew_interfaces(TimeUs now_us, const Ready& ready,
                                        platform::InterfaceLosses& losses) {
        InterfaceList list;
        const bool is_due = interfaces_.is_due(now_us, ready.has(interfaces_.monitor()), losses);
        if (!is_due || !interfaces_.list(now_us, list)) return false;
        if (!set_interfaces(now_us, list)) interfaces_.retry(now_us);
        return true;
    }
    [[nodiscard]] bool set_interfaces(TimeUs now_us, const InterfaceList& list) {
        if constexpr (requires { machine_.set_interfaces(now_us, list); }) {
            return machine_.set_interfaces(now_us, list);
        } else {
            return machine_.set_interfaces(list);
        }
    }

    void flush() {
        const auto socket_for = [&](const core::Route& route) {
            return sockets_.of(route.to.address.family);
        };
        transmit_all(machine_, send_batch_, socket_for, tracer_);
    }

    Machine machine_;
    SocketPair sockets_;
    InterfaceWatch interfaces_;
    platform::ReceiveBatch batch_;
    SendBatch send_batch_;
    DatagramTracer tracer_;
    bool is_started_ = false;
};

}  // namespace mpdisc::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/roles/provider.h"
#include "core/takeover/port_owner.h"
#include "mpdisc/open_error.h"
#include "platform/port_user.h"
#include "runtime/machine_io.h"

namespace mpdisc::runtime {

/// Runs a core::Provider on a system: passes input to it, and performs the actions that it asks
/// for, always in the same order. Programs, the simulator, the fuzzers and the unit tests all use
/// it, so the tests cover the order that ships.
///
/// `System` decides nothing. It has these members:
/// - `Socket`: used like platform::UdpSocket. `batch(channel)`: the buffers to receive into.
/// - `control()`, `line()`, `port_sockets()`: the sockets to read.
/// - `socket_for(route)`: a pointer to the socket to send from.
/// - `now_us()`, `wall_ms()`: the clocks.
/// - `look()`: finds out which sockets are readable. `is_ready(socket)`: whether it was found so.
/// - `must_list_interfaces(now_us)`: whether the list may have changed.
/// - `next_deadline_us()`: when to ask for that, even if nothing comes.
/// - `list_interfaces(now_us, list)`: false if the system refuses.
/// - `retry_interfaces(now_us)`: makes the next list due soon.
/// - `read_host_name(now_us, name)`: false if the host name need not be read again yet.
/// - `open_control(loopback)`, `open_line(peer)`: close the former socket and open a new one.
///   They return its port, or 0 if there is none. If `peer` has no port, no line is opened.
/// - `claim_port(action)`: does `bind`, `take_over` or `renew`. False if this program does not have
///   the port afterwards. `close_port()`.
/// - `has_successors()`: whether programs of the same user may take the port over.
/// - `count_rivals()`: how many other sockets have the port, in the family that decides the
///   election.
/// - `lacks_ipv6()`: whether only the IPv6 port could not be bound.
/// - `claim_ipv6(takes_over)`: tries that again; false if it must be tried once more.
/// - `join_groups(interfaces)`: see DiscoveryPort and AnnouncementPort.
/// - `open_announcements(interfaces)`: opens the announcement port and joins the group there. False
///   if it must be tried once more. `close_announcements()`. `announcement_sockets()`: its sockets
///   to read.
/// - `user_of(socket, user)`, `tell_port_users(provider)`: see platform/port_user.h.
/// - `watch(process_id)`: false if the system cannot watch it. `forget(process_id)`.
/// - `next_ended(process_id)`: the next watched process that has ended; false if there is none.
template <typename System>
class ProviderDriver {
   public:
    /// `system` must outlive it, and may be made after it.
    ProviderDriver(const core::ProviderConfig& config, System& system)
        : machine_(config), system_(system) {}

    [[nodiscard]] core::Provider& machine() { return machine_; }
    [[nodiscard]] const core::Provider& machine() const { return machine_; }

    /// Opens the control socket, and tries to bind the port.
    [[nodiscard]] OpenError start() {
        begin_input();
        if (!list_interfaces()) return OpenError::no_memory;
        if (!open_control()) return OpenError::no_socket;
        machine_.start(now_us_);
        flush();
        return OpenError::none;
    }
    /// Ends the provider: it gives up the port, or unregisters. A primary first handles the input
    /// that has come, because a waiting registration tells that it is not the last provider here.
    void stop() {
        if (machine_.role() == Role::primary) {
            process();
        } else {
            begin_input();
        }
        machine_.say_farewell(now_us_);
        flush();
        machine_.stop();
        flush();
    }

    [[nodiscard]] ServiceError add(const ServiceView& service) {
        begin_input();
        const ServiceError error = machine_.add(now_us_, service);
        advance();
        return error;
    }
    [[nodiscard]] ServiceError update(const ServiceView& service) {
        begin_input();
        const ServiceError error = machine_.update(now_us_, service);
        advance();
        return error;
    }
    [[nodiscard]] ServiceError remove(std::string_view name, std::string_view type) {
        begin_input();
        const ServiceError error = machine_.remove(now_us_, name, type);
        advance();
        return error;
    }

    void swap_services(core::ServiceSet& services) {
        begin_input();
        machine_.swap_services(now_us_, services);
        advance();
    }

    void set_host_name(const FixedString<limits::host_name_max>& name) {
        begin_input();
        machine_.set_host_name(now_us_, name);
        advance();
    }

    /// Handles the input that has come, and does what is due.
    void process() {
        begin_input();
        system_.look();
        if (system_.must_list_interfaces(now_us_)) update_interfaces();
        // The control socket is first. A primary that hung learns there that it was replaced,
        // before it answers requests.
        receive(core::Channel::control, system_.control());
        receive(core::Channel::line, system_.line());
        for (typename System::Socket* socket : system_.port_sockets()) {
            receive(core::Channel::discovery, *socket);
        }
        for (typename System::Socket* socket : system_.announcement_sockets()) {
            receive(core::Channel::announcement, *socket);
        }
        // Datagrams of a process go in before its end.
        report_ended();
        advance();
    }

    [[nodiscard]] TimeUs next_deadline_us() const {
        return std::min(machine_.next_deadline_us(), system_.next_deadline_us());
    }

   private:
    /// If another program has the announcement port for itself, it is tried again after this time.
    static constexpr TimeUs listen_gap_us = 60'000'000;
    /// One call of process() reports at most this many ended processes.
    static constexpr int ends_max = 256;

    /// The machine as receive_all() uses it.
    struct Intake {
        ProviderDriver& driver;

        void receive(TimeUs now_us, const core::Inbound& in) const {
            driver.update_host_name(in);
            driver.machine_.receive(now_us, in);
        }
        [[nodiscard]] bool must_flush() const { return driver.machine_.must_flush(); }
        [[nodiscard]] Counters& counters() const { return driver.machine_.counters(); }
    };

    void begin_input() {
        now_us_ = system_.now_us();
        machine_.set_wall_clock(now_us_, system_.wall_ms());
    }

    // --- Input ---

    void receive(core::Channel channel, typename System::Socket& socket) {
        if (!system_.is_ready(socket)) return;
        const auto flush_now = [this] { flush(); };
        report_refused(socket, machine_, now_us_, flush_now);
        const Intake intake{*this};
        receive_all(socket, channel, system_.batch(channel), intake, now_us_, flush_now);
    }

    /// The name is read when a client asks, so that an idle provider has nothing to do.
    void update_host_name(const core::Inbound& in) {
        FixedString<limits::host_name_max> name;
        if (core::Provider::may_tell_host_name(in.bytes) && system_.read_host_name(now_us_, name)) {
            machine_.set_host_name(now_us_, name);
        }
    }

    void report_ended() {
        std::uint32_t process_id = 0;
        for (int n = 0; n < ends_max && system_.next_ended(process_id); ++n) {
            machine_.process_ended(now_us_, process_id);
            flush();
        }
    }

    void advance() {
        machine_.tick(now_us_);
        flush();
    }

    // --- Interfaces, and the socket that depends on them ---

    /// False if there is no memory.
    [[nodiscard]] bool list_interfaces() {
        InterfaceList list;
        if (system_.list_interfaces(now_us_, list)) return machine_.set_interfaces(now_us_, list);
        machine_.interfaces_refused(now_us_);
        return true;
    }

    void update_interfaces() {
        const IpAddress loopback_before = machine_.loopback();
        bool is_done = list_interfaces();
        system_.join_groups(machine_.interfaces().all());
        if (machine_.loopback() != loopback_before || !system_.control().is_open()) {
            is_done = open_control() && is_done;
        }
        // Without this, a failure would last until the system reports the next change.
        if (!is_done) system_.retry_interfaces(now_us_);
        flush();
    }

    [[nodiscard]] bool open_control() {
        const std::uint16_t port = system_.open_control(machine_.loopback());
        if (port != 0) machine_.set_control_port(port);
        return port != 0;
    }

    // --- The discovery port ---

    void act_on_port(core::PortAction action) {
        using core::PortAction;
        switch (action) {
            case PortAction::none:
                return;
            case PortAction::close:
                return system_.close_port();
            case PortAction::count_rivals:
                return machine_.rivals_counted(now_us_, system_.count_rivals());
            case PortAction::bind_ipv6:
                return bind_ipv6();
            case PortAction::bind:
            case PortAction::take_over:
            case PortAction::renew:
                break;
        }
        if (!system_.claim_port(action)) return machine_.port_refused(now_us_);
        system_.join_groups(machine_.interfaces().all());
        const std::size_t rivals = action == PortAction::bind ? 0 : system_.count_rivals();
        machine_.port_bound(now_us_, {system_.has_successors(), system_.lacks_ipv6(), rivals});
    }
    void bind_ipv6() {
        const bool is_bound = system_.claim_ipv6(machine_.is_port_contested());
        if (is_bound) system_.join_groups(machine_.interfaces().all());
        machine_.ipv6_port_tried(now_us_, is_bound);
    }

    // --- The announcement port ---

    /// Opens it while this provider is the primary.
    void listen() {
        if (machine_.role() != Role::primary) {
            if (listen_due_us_ != 0) system_.close_announcements();
            listen_due_us_ = 0;
        } else if (now_us_ >= listen_due_us_) {
            const bool is_done = system_.open_announcements(machine_.interfaces().all());
            machine_.announcement_port_tried(is_done);
            listen_due_us_ = is_done ? never_us : now_us_ + listen_gap_us;
        }
    }

    // --- Output: after each input, in the order that core::Provider demands ---

    void flush() {
        for (auto action = machine_.take_port_action(); action != core::PortAction::none;
             action = machine_.take_port_action()) {
            act_on_port(action);
        }
        listen();
        answer_user_questions();
        for (Endpoint peer; machine_.take_line_action(peer);) {
            machine_.line_opened(now_us_, system_.open_line(peer));
        }
        for (core::WatchAction action; machine_.poll_watch(action);) {
            if (!action.watch) {
                system_.forget(action.process_id);
            } else if (system_.watch(action.process_id)) {
                machine_.process_watched(action.process_id);
            }
        }
        transmit_all(machine_, send_batch_,
                     [this](const core::Route& route) { return system_.socket_for(route); });
    }

    void answer_user_questions() {
        using platform::PortUserAnswer;
        for (Endpoint socket; machine_.take_user_question(socket);) {
            std::uint32_t user = 0;
            const PortUserAnswer answer = system_.user_of(socket, user);
            if (answer == PortUserAnswer::not_now) continue;
            machine_.user_told(answer == PortUserAnswer::told ? std::optional(user) : std::nullopt);
        }
        if (!machine_.take_port_users_question()) return;
        const PortUserAnswer answer = system_.tell_port_users(machine_);
        machine_.port_users_told(now_us_, answer != PortUserAnswer::never);
    }

    core::Provider machine_;
    System& system_;
    SendBatch send_batch_;
    /// The time of the input that is being handled.
    TimeUs now_us_ = 0;
    /// When to open the announcement port. 0: it is closed. never_us: it is open.
    TimeUs listen_due_us_ = 0;
};

}  // namespace mpdisc::runtime

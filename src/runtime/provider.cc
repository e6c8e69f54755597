// SPDX-License-Identifier: MIT
#include "mpdisc/provider.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/roles/provider.h"
#include "mpdisc/expects.h"
#include "mpdisc/host_name.h"
#include "mpdisc/text.h"
#include "platform/clock.h"
#include "platform/host.h"
#include "platform/port_user.h"
#include "platform/process_watch.h"
#include "runtime/discovery_port.h"
#include "runtime/interface_watch.h"
#include "runtime/machine_io.h"
#include "runtime/owned.h"
#include "runtime/poll_list.h"
#include "runtime/random_numbers.h"
#include "runtime/ready.h"
#include "runtime/socket_pair.h"

namespace mpdisc {
namespace {

/// One call of process() takes at most so many ends of processes.
constexpr int ends_max = 256;
/// The system's host name is read at most so often.
constexpr TimeUs host_name_age_max_us = 1'000'000;

OpenError configure(const ProviderOptions& options, core::ProviderConfig& config) {
    if (options.discovery_port == 0 ||
        !limits::lease_times_hold(options.heartbeat_ms, options.lease_ms) ||
        options.allow.size() > config.allowed.size() ||
        !limits::rate_holds(options.client_rate_kib) ||
        !limits::rate_holds(options.host_rate_kib)) {
        return OpenError::bad_option;
    }
    if (options.host_name.empty()) {
        config.host_name = system_host_name();
    } else if (!is_name_text(options.host_name) || !config.host_name.assign(options.host_name)) {
        return OpenError::bad_option;
    }
    config.one_interface = !options.interface_name.empty();
    config.process_id = platform::process_id();
    config.user_id = platform::user_id();
    config.discovery_port = options.discovery_port;
    config.family = options.family;
    config.heartbeat_ms = options.heartbeat_ms;
    config.lease_ms = options.lease_ms;
    std::copy(options.allow.begin(), options.allow.end(), config.allowed.begin());
    config.allowed_count = options.allow.size();
    config.rates = {std::uint64_t{options.client_rate_kib} * 1024,
                    std::uint64_t{options.host_rate_kib} * 1024};
    if (options.keys != nullptr) config.keys.assign(*options.keys);
    runtime::RandomNumbers numbers;
    numbers.mix_in_addresses();
    const bool seeded =
        numbers.fill(config.id.bytes) && numbers.fill(config.seed) && numbers.fill(config.secret);
    return seeded ? OpenError::none : OpenError::no_entropy;
}

}  // namespace

struct Provider::Impl {
    Impl(const core::ProviderConfig& config, bool follows_system_name)
        : machine(config),
          port(config.discovery_port),
          host_name_due_us(follows_system_name ? 0 : never_us) {}

    core::Provider machine;
    runtime::DiscoveryPort port;
    platform::UdpSocket control;
    platform::UdpSocket line;
    runtime::SocketPair answer;
    runtime::InterfaceWatch watch;
    platform::ProcessWatch processes;
    platform::ReceiveBatch port_batch;
    platform::ReceiveBatch control_batch;
    runtime::SendBatch send_batch;
    /// When the system's host name is to be read again; `never_us` where the owner gave one.
    TimeUs host_name_due_us;
    /// Of the first try for the port; what keeps a provider from starting.
    platform::SocketError port_error = platform::SocketError::none;

    [[nodiscard]] OpenError open(int& system_error);
    [[nodiscard]] bool open_control();
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    void process(TimeUs now_us);
    void receive(TimeUs now_us, platform::UdpSocket& socket, core::Channel channel,
                 platform::ReceiveBatch& batch);
    /// False for want of memory.
    [[nodiscard]] bool list_interfaces(TimeUs now_us);
    // What receive_all() needs of the machine. The host's name is read when somebody asks, so that
    // an idle provider has nothing to do.
    void receive(TimeUs now_us, const core::Inbound& in) {
        if (core::Provider::may_answer(in.bytes)) update_host_name(now_us);
        machine.receive(now_us, in);
    }
    [[nodiscard]] bool must_settle() const { return machine.must_settle(); }
    [[nodiscard]] Counters& counters() { return machine.counters(); }
    void update_host_name(TimeUs now_us);
    void update_interfaces(TimeUs now_us);
    void report_ended(TimeUs now_us);
    void bind_port(TimeUs now_us, bool takes_over);
    void take_port_actions(TimeUs now_us);
    void answer_user_questions(TimeUs now_us);
    void take_line_actions(TimeUs now_us);
    void take_watch_actions();
    void advance(TimeUs now_us);
    void settle(TimeUs now_us);
    [[nodiscard]] platform::UdpSocket* socket_for(const core::Route& route);
};

OpenError Provider::Impl::open(int& system_error) {
    if (!watch.open(true) || !port.reserve() || !control_batch.create(limits::appointment_max) ||
        !port_batch.create(limits::loopback_datagram_max)) {
        return OpenError::no_memory;
    }
    const TimeUs now_us = platform::clock_us();
    if (!list_interfaces(now_us)) return OpenError::no_memory;
    // Without it refused datagrams and leases have to do.
    (void)processes.open();
    if (!open_control()) {
        system_error = control.last_error();
        return OpenError::no_socket;
    }
    if (!answer.open(Family::any, port.number(), {.send_only = true}, system_error))
        return OpenError::no_socket;
    machine.start(now_us);
    settle(now_us);
    if (port_error == platform::SocketError::none || port_error == platform::SocketError::in_use) {
        return OpenError::none;
    }
    system_error = port.last_error();
    return port_error == platform::SocketError::forbidden ? OpenError::port_forbidden
                                                          : OpenError::no_socket;
}

bool Provider::Impl::open_control() {
    platform::UdpSocketOptions options;
    options.address = machine.loopback();
    options.family = options.address.family;
    // It would keep this and every other provider of the host from the discovery port.
    options.avoided_port = port.number();
    options.address_may_be_down = true;
    options.reports_refusals = true;
    if (control.open(options) != platform::SocketError::none) return false;
    machine.set_control_port(control.port());
    return true;
}

std::size_t Provider::Impl::poll_entries(std::span<PollEntry> out) const {
    runtime::PollList list(out);
    list.add(port.v4());
    list.add(port.v6());
    list.add(control);
    list.add(line);
    list.add(watch.monitor());
    list.add(processes);
    return list.count();
}

void Provider::Impl::process(TimeUs now_us) {
    machine.set_wall_clock(now_us, platform::clock_us(platform::Clock::time_of_day) / 1000);
    std::array<PollEntry, limits::poll_entries_max> entries;
    const runtime::Ready ready({entries.data(), poll_entries(entries)});
    platform::InterfaceLosses losses;
    const bool must_list = watch.is_due(now_us, ready.has(watch.monitor()), losses);
    port.note_losses(losses);
    if (must_list) update_interfaces(now_us);
    if (port.tend(now_us)) port.join_groups(machine.interfaces().all());
    // A primary that hung reads there that it was replaced, before it answers anybody.
    if (ready.has(control)) receive(now_us, control, core::Channel::control, control_batch);
    if (ready.has(line)) receive(now_us, line, core::Channel::line, control_batch);
    for (platform::UdpSocket* socket : {&port.v4(), &port.v6()}) {
        if (ready.has(*socket)) receive(now_us, *socket, core::Channel::discovery, port_batch);
    }
    // What a process sent before its end comes before it.
    if (ready.has(processes)) report_ended(now_us);
    advance(now_us);
}

void Provider::Impl::receive(TimeUs now_us, platform::UdpSocket& socket, core::Channel channel,
                             platform::ReceiveBatch& batch) {
    runtime::report_refused(socket, machine, now_us, [&] { settle(now_us); });
    runtime::receive_all(socket, channel, batch, *this, now_us, [&] { settle(now_us); });
}

void Provider::Impl::report_ended(TimeUs now_us) {
    std::uint32_t process_id = 0;
    for (int n = 0; n < ends_max && processes.next_ended(process_id); ++n) {
        machine.process_ended(now_us, process_id);
        settle(now_us);
    }
}

void Provider::Impl::advance(TimeUs now_us) {
    machine.tick(now_us);
    settle(now_us);
}

bool Provider::Impl::list_interfaces(TimeUs now_us) {
    InterfaceList list;
    if (watch.list(now_us, list)) return machine.set_interfaces(now_us, list);
    machine.interfaces_refused(now_us);
    return true;
}

void Provider::Impl::update_host_name(TimeUs now_us) {
    if (now_us < host_name_due_us) return;
    host_name_due_us = now_us + host_name_age_max_us;
    machine.set_host_name(system_host_name());
}

void Provider::Impl::update_interfaces(TimeUs now_us) {
    const IpAddress loopback_before = machine.loopback();
    if (!list_interfaces(now_us)) watch.retry(now_us);
    port.join_groups(machine.interfaces().all());
    if (machine.loopback() != loopback_before || !control.is_open()) {
        control.close();
        (void)open_control();  // what fails now is tried again with the next change
    }
    settle(now_us);
}

void Provider::Impl::take_port_actions(TimeUs now_us) {
    for (;;) {
        switch (machine.take_port_action()) {
            case core::PortAction::none:
                return;
            case core::PortAction::close:
                port.close();
                break;
            case core::PortAction::bind:
                bind_port(now_us, false);
                break;
            case core::PortAction::take_over:
                bind_port(now_us, true);
                break;
        }
    }
}

void Provider::Impl::bind_port(TimeUs now_us, bool takes_over) {
    port_error = takes_over ? port.take_over(now_us) : port.bind(now_us);
    if (port_error != platform::SocketError::none) return machine.port_refused(now_us);
    port.join_groups(machine.interfaces().all());
    machine.port_bound(now_us, port.has_successors());
}

void Provider::Impl::answer_user_questions(TimeUs now_us) {
    for (Endpoint socket; machine.take_user_question(socket);) {
        std::uint32_t user = 0;
        const platform::PortUserAnswer outcome = platform::udp_port_user(socket, user);
        if (outcome == platform::PortUserAnswer::not_now) continue;
        const bool is_told = outcome == platform::PortUserAnswer::told;
        machine.user_told(is_told ? std::optional(user) : std::nullopt);
    }
    if (!machine.take_port_users_question()) return;
    const platform::PortUserAnswer outcome = platform::tell_udp_port_users(
        machine.loopback(), &machine, [](void* to, std::uint16_t number, std::uint32_t user) {
            static_cast<core::Provider*>(to)->port_user_told(number, user);
        });
    machine.port_users_told(now_us, outcome != platform::PortUserAnswer::never);
}

void Provider::Impl::take_line_actions(TimeUs now_us) {
    for (Endpoint peer; machine.take_line_action(peer);) {
        line.close();
        platform::UdpSocketOptions options;
        options.address = peer.address;
        options.family = peer.address.family;
        options.avoided_port = port.number();
        options.only_from = peer;
        // Without it the deputy asks by the discovery port alone.
        if (peer.port != 0) (void)line.open(options);
        machine.line_opened(now_us, line.port());
    }
}

void Provider::Impl::take_watch_actions() {
    for (core::WatchAction action; machine.poll_watch(action);) {
        if (!action.watch) {
            processes.forget(action.process_id);
        } else if (processes.watch(action.process_id)) {
            machine.process_watched(action.process_id);
        }
    }
}

void Provider::Impl::settle(TimeUs now_us) {
    take_port_actions(now_us);
    answer_user_questions(now_us);
    take_line_actions(now_us);
    take_watch_actions();
    runtime::transmit_all(machine, send_batch,
                          [&](const core::Route& route) { return socket_for(route); });
}

platform::UdpSocket* Provider::Impl::socket_for(const core::Route& route) {
    const Family family = route.to.address.family;
    switch (route.channel) {
        case core::Channel::discovery:
            return family == Family::ipv6 ? &port.v6() : &port.v4();
        case core::Channel::control:
            return &control;
        case core::Channel::line:
            return &line;
        case core::Channel::answer:
            return answer.of(family);
        case core::Channel::client:
            break;
    }
    return nullptr;
}

Provider::~Provider() {
    close();
}

Provider& Provider::operator=(Provider&& other) noexcept {
    if (this != &other) {
        close();
        impl_ = other.impl_;
        system_error_ = other.system_error_;
        other.impl_ = nullptr;
    }
    return *this;
}

OpenError Provider::open(const ProviderOptions& options) {
    close();
    system_error_ = 0;
    core::ProviderConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config, options.host_name.empty());
    if (impl_ == nullptr) return OpenError::no_memory;
    error = impl_->watch.choose(options.interface_name) ? impl_->open(system_error_)
                                                        : OpenError::bad_option;
    if (error != OpenError::none) {
        runtime::destroy_owned(impl_);
        impl_ = nullptr;
    }
    return error;
}

ServiceError Provider::add(const Service& service) {
    expects(is_open());
    const TimeUs now_us = platform::clock_us();
    const ServiceError error = impl_->machine.add(now_us, service.view());
    impl_->advance(now_us);
    return error;
}

ServiceError Provider::remove(std::string_view name, std::string_view type) {
    expects(is_open());
    const TimeUs now_us = platform::clock_us();
    const ServiceError error = impl_->machine.remove(now_us, name, type);
    impl_->advance(now_us);
    return error;
}

std::size_t Provider::poll_entries(std::span<PollEntry> out) const {
    return impl_ == nullptr ? 0 : impl_->poll_entries(out);
}

TimeUs Provider::next_deadline_us() const {
    if (impl_ == nullptr) return never_us;
    return std::min({impl_->machine.next_deadline_us(), impl_->watch.next_deadline_us(),
                     impl_->port.next_deadline_us()});
}

void Provider::process() {
    if (impl_ != nullptr) impl_->process(platform::clock_us());
}

bool Provider::next_event(ProviderEvent& out) {
    return impl_ != nullptr && impl_->machine.poll_event(out);
}

void Provider::close() {
    if (impl_ == nullptr) return;
    impl_->machine.stop();
    impl_->settle(platform::clock_us());
    runtime::destroy_owned(impl_);
    impl_ = nullptr;
}

Role Provider::role() const {
    return impl_ == nullptr ? Role::none : impl_->machine.role();
}

ProviderId Provider::id() const {
    return impl_ == nullptr ? ProviderId{} : impl_->machine.id();
}

Counters Provider::counters() const {
    return impl_ == nullptr ? Counters{} : impl_->machine.counters();
}

}  // namespace mpdisc

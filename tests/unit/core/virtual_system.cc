// SPDX-License-Identifier: MIT
#include "tests/unit/core/virtual_system.h"

#include <algorithm>
#include <utility>

#include "wire/announcement_port.h"

template class mpdisc::runtime::ProviderDriver<mpdisc::test::ProgramSystem>;

namespace mpdisc::test {

VirtualProvider::VirtualProvider(VirtualSystem& host, const core::ProviderConfig& config,
                                 const Endpoint& control_socket)
    : process_id(config.process_id),
      user_id(config.user_id),
      control(control_socket),
      system(host, *this),
      driver(config, system) {}
VirtualProvider::~VirtualProvider() = default;

VirtualSystem::VirtualSystem() = default;
VirtualSystem::~VirtualSystem() = default;

void VirtualSystem::later(std::function<void()> event, TimeUs delay_us) {
    events_.emplace(now_us + delay_us, std::move(event));
}

TimeUs VirtualSystem::next_event_us() const {
    return events_.empty() ? never_us : events_.begin()->first;
}

void VirtualSystem::do_due() {
    while (next_event_us() <= now_us) {
        const std::function<void()> event = std::move(events_.begin()->second);
        events_.erase(events_.begin());
        event();
    }
}

void VirtualSystem::begin(VirtualProvider& provider) {
    if (!provider.alive) return;
    if (provider.runs() && provider.driver.start() == OpenError::none) {
        return take_events(provider);
    }
    later([this, &provider] { begin(provider); }, 500 * ms);
}

void VirtualSystem::run_turn(VirtualProvider& provider) {
    if (!provider.runs()) return;
    provider.driver.process();
    take_events(provider);
    // The driver reads a bounded number of datagrams at once.
    if (provider.system.has_input()) later([this, &provider] { run_turn(provider); });
}

void VirtualSystem::take_events(VirtualProvider& provider) {
    if (!provider.takes_events) return;
    for (ProviderEvent event; provider.machine.poll_event(event);) {
        provider.events.push_back(event);
    }
}

void VirtualSystem::vanish(VirtualProvider& provider) {
    provider.alive = false;
    port_table.close(provider);
    if (is_process_running(provider.process_id)) return;
    for (const auto& each : providers_) {
        if (each->watched.count(provider.process_id) != 0) tell_end(*each, provider.process_id);
    }
}

const VirtualProvider* VirtualSystem::holder_of(const Endpoint& socket) const {
    if (socket.port == limits::discovery_port_default) return port_table.newest();
    for (const auto& each : providers_) {
        if (each->alive && each->control == socket) return each.get();
    }
    return nullptr;
}

void VirtualSystem::list_port_users(core::Provider& machine) const {
    for (const auto& each : providers_) {
        if (each->alive) machine.port_user_told(each->control.port, each->user_id);
    }
    for (const auto& [port, user] : other_port_users) machine.port_user_told(port, user);
}

bool VirtualSystem::is_process_running(std::uint32_t process_id) const {
    return std::any_of(providers_.begin(), providers_.end(), [&](const auto& each) {
        return each->alive && each->process_id == process_id;
    });
}

void VirtualSystem::tell_end(VirtualProvider& watcher, std::uint32_t process_id) {
    later([this, &watcher, process_id] {
        if (watcher.watched.erase(process_id) == 0) return;
        watcher.system.ended.push_back(process_id);
        run_turn(watcher);
    });
}

ProgramSystem::ProgramSystem(VirtualSystem& host, VirtualProvider& program)
    : host_(host), program_(program) {
    connect(control_socket, core::Channel::control);
    connect(line_socket, core::Channel::line);
    connect(port_socket, core::Channel::discovery);
    connect(answer_socket, core::Channel::answer);
    answer_socket.open(static_cast<std::uint16_t>(program.control.port + 10'000));
}

void ProgramSystem::connect(MemorySocket& socket, core::Channel channel) {
    socket.send_one = [this, channel](const platform::DatagramToSend& each) {
        host_.transmit(program_, {{channel, each.to, each.source, each.if_index, each.on_link_only},
                                  each.bytes});
        return true;
    };
}

TimeUs ProgramSystem::now_us() const {
    return host_.now_us;
}

std::uint64_t ProgramSystem::wall_ms() const {
    return program_.wall_ms.value_or(host_.wall_ms());
}

bool ProgramSystem::list_interfaces(TimeUs, InterfaceList& out) {
    list_due_us = never_us;
    out = list_of(host_.interfaces, program_.interface_name);
    return true;
}

MemorySocket* ProgramSystem::socket_for(const core::Route& route) {
    switch (route.channel) {
        case core::Channel::discovery:
            EXPECT_TRUE(port_socket.is_open()) << "that socket is closed";
            return &port_socket;
        case core::Channel::control:
            return &control_socket;
        case core::Channel::line:
            return &line_socket;
        case core::Channel::answer:
            return &answer_socket;
        case core::Channel::client:
        case core::Channel::announcement:
            ADD_FAILURE() << "a provider sends nothing from such a socket";
    }
    return nullptr;
}

/// Each socket gets a port of its own.
std::uint16_t ProgramSystem::open_control(const IpAddress& loopback) {
    if (control_socket.is_open()) {
        program_.control.port = static_cast<std::uint16_t>(program_.control.port + 1'000);
    }
    program_.control.address = loopback;
    control_socket.open(program_.control.port);
    return program_.control.port;
}

bool ProgramSystem::open_announcements(std::span<const InterfaceAddress>) {
    EXPECT_FALSE(announcement_socket.is_open());
    if (!host_.grants_announcement_port) return false;
    announcement_socket.open(wire::announcement_port(limits::discovery_port_default));
    return true;
}

std::uint16_t ProgramSystem::open_line(const Endpoint& peer) {
    line_socket.close();
    program_.line = {};
    program_.line_peer = peer;
    if (host_.has_lines && peer.port != 0) {
        program_.line = {peer.address, 0, host_.next_line_port_++};
        line_socket.open(program_.line.port);
    }
    return program_.line.port;
}

bool ProgramSystem::claim_port(core::PortAction action) {
    EXPECT_EQ(port_socket.is_open(), action == core::PortAction::renew);
    (action == core::PortAction::bind        ? program_.port_tries_us
     : action == core::PortAction::take_over ? program_.takeover_tries_us
                                             : program_.renewals_us)
        .push_back(host_.now_us);
    port_socket.close();
    const bool is_granted = host_.port_table.claim(program_, action);
    if (is_granted) port_socket.open(limits::discovery_port_default);
    return is_granted;
}

void ProgramSystem::close_port() {
    EXPECT_TRUE(port_socket.is_open());
    port_socket.close();
    host_.port_table.close(program_);
}

bool ProgramSystem::has_successors() const {
    return host_.port_table.allows_takeover && program_.user_id != wire::Registration::no_user;
}

std::size_t ProgramSystem::count_rivals() const {
    return host_.port_table.holders().size() - 1;
}

platform::PortUserAnswer ProgramSystem::user_of(const Endpoint& socket, std::uint32_t& user) {
    using platform::PortUserAnswer;
    host_.users_asked.push_back(socket);
    if (!host_.tells_users) return PortUserAnswer::never;
    if (host_.user_answers_missing != 0) {
        --host_.user_answers_missing;
        return PortUserAnswer::not_now;
    }
    // The system does not list a closed socket.
    const VirtualProvider* const holder = host_.holder_of(socket);
    if (holder == nullptr) return PortUserAnswer::not_now;
    user = holder->user_id;
    return PortUserAnswer::told;
}

platform::PortUserAnswer ProgramSystem::tell_port_users(core::Provider& to) {
    using platform::PortUserAnswer;
    ++host_.port_users_asked;
    if (!host_.tells_users) return PortUserAnswer::never;
    if (host_.user_answers_missing != 0) {
        --host_.user_answers_missing;
        return PortUserAnswer::not_now;
    }
    host_.list_port_users(to);
    return PortUserAnswer::told;
}

bool ProgramSystem::watch(std::uint32_t process_id) {
    EXPECT_NE(process_id, 0U);
    if (!host_.has_process_watch) return false;
    program_.watched.insert(process_id);
    if (!host_.is_process_running(process_id)) host_.tell_end(program_, process_id);
    return true;
}

void ProgramSystem::forget(std::uint32_t process_id) {
    const auto watched = program_.watched.find(process_id);
    if (watched != program_.watched.end()) program_.watched.erase(watched);
}

bool ProgramSystem::next_ended(std::uint32_t& process_id) {
    if (ended.empty()) return false;
    process_id = ended.front();
    ended.pop_front();
    return true;
}

}  // namespace mpdisc::test

// SPDX-License-Identifier: MIT
#include "tests/sim/watch_program.h"

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc::sim {
namespace {

core::WatchConfig config_of(World& world, const WatchProgram::Setup& setup) {
    core::WatchConfig config;
    config.local_only = setup.local_only;
    config.lost_after_ms = setup.lost_after_ms;
    config.seed = world.noise.seed();
    config.keys = keyring_of(world.profile.has_keys);
    return config;
}

WatchProgram::Service service_of(const FoundServiceView& found) {
    WatchProgram::Service made;
    made.provider = found.provider;
    made.name = found.service.name;
    made.type = found.service.type;
    made.port = found.service.port;
    made.details = std::to_string(found.service.port);
    for (const Attribute attribute : found.service.attributes) {
        made.details += ' ' + std::string(attribute.key) + '=' + std::string(attribute.value);
    }
    made.details += " at " + std::string(found.host);
    std::vector<std::string> addresses;
    for (const IpAddress& each : found.addresses) addresses.emplace_back(to_text(each).view());
    std::ranges::sort(addresses);
    for (const std::string& each : addresses) made.details += ' ' + each;
    made.details += ", use " + std::string(to_text(found.address).view());
    return made;
}

const char* text_of(WatchEventType type) {
    switch (type) {
        case WatchEventType::added:
            return "added";
        case WatchEventType::changed:
            return "changed";
        case WatchEventType::removed:
            return "removed";
        case WatchEventType::synced:
            return "synced";
    }
    return "?";
}

}  // namespace

WatchProgram::WatchProgram(Host& on, Network& network, const Setup& setup, Told told)
    : ClientProgram(on, network, setup.name),
      local_only_(setup.local_only),
      lost_after_us_(setup.lost_after_ms * ms),
      machine_(config_of(on.world, setup)),
      announcements_(*this, network, core::Channel::announcement),
      told_(std::move(told)) {
    socket_.hears_other_hosts_refuse = true;
}

void WatchProgram::start() {
    note(local_only_ ? "watches this host" : "watches everybody");
    host.open(socket_);
    host.listen(announcements_);
    set_clock();
    list_interfaces();
    machine_.start(host.now_us());
    flush();
    wait();
}

void WatchProgram::interfaces_changed() {
    must_list_interfaces_ = true;
    poke();
}

void WatchProgram::list_interfaces() {
    const std::vector<InterfaceAddress> list = host.interfaces();
    must_list_interfaces_ = !machine_.set_interfaces(host.now_us(), InterfaceList{list});
}

void WatchProgram::set_clock() {
    machine_.set_wall_clock(host.now_us(), host.wall_ms());
}

bool WatchProgram::is_readable() const {
    return socket_.is_readable() || announcements_.is_readable();
}

void WatchProgram::close_sockets() {
    host.close(socket_);
    host.close(announcements_);
}

void WatchProgram::run() {
    set_clock();
    const TimeUs now_us = host.now_us();
    if (must_list_interfaces_) list_interfaces();
    const auto flush_output = [this] { flush(); };
    runtime::report_refused(socket_, machine_, now_us, flush_output);
    runtime::receive_all(socket_, core::Channel::client, batch_, machine_, now_us, flush_output);
    runtime::receive_all(announcements_, core::Channel::announcement, batch_, machine_, now_us,
                         flush_output);
    machine_.tick(now_us);
    flush();
    take_events();
}

void WatchProgram::flush() {
    transmit(machine_);
}

void WatchProgram::take_events() {
    for (WatchEvent event; machine_.next_event(event);) {
        Event told{event.type, {}};
        if (event.type != WatchEventType::synced) told.service = service_of(event.service);
        note(std::string(text_of(told.type)) + ' ' + told.service.name + ' ' +
             told.service.details);
        told_(*this, told);
    }
}

std::vector<WatchProgram::Service> WatchProgram::services() const {
    std::vector<Service> all;
    FoundServiceView found;
    for (std::uint32_t cursor = 0; machine_.next_service(cursor, found);) {
        all.push_back(service_of(found));
    }
    return all;
}

}  // namespace mpdisc::sim

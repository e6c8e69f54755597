// SPDX-License-Identifier: MIT
#include "tests/sim/client_programs.h"

#include <array>

namespace mpdisc::sim {
namespace {

const char* text_of(ProbeOutcome outcome) {
    switch (outcome) {
        case ProbeOutcome::running:
            return "running";
        case ProbeOutcome::complete:
            return "complete";
        case ProbeOutcome::incomplete:
            return "incomplete";
        case ProbeOutcome::not_found:
            return "not found";
        case ProbeOutcome::not_asked:
            return "not asked";
    }
    return "?";
}

core::ProbeConfig probe_config(World& world, const ProbeProgram::Setup& setup) {
    core::ProbeConfig config;
    config.local_only = setup.local_only;
    config.timeout_ms = setup.timeout_ms;
    config.seed = world.noise.seed();
    config.keys = keyring_of(world.profile.has_keys);
    return config;
}

}  // namespace

ProbeProgram::ProbeProgram(Host& on, Network& network, const Setup& setup, Done done)
    : ClientProgram(on, network, setup.name),
      local_only_(setup.local_only),
      machine_(probe_config(on.world, setup)),
      done_(std::move(done)) {}

void ProbeProgram::start() {
    note(local_only_ ? "probes this host" : "probes everybody");
    host.open(socket_);
    set_clock();
    (void)machine_.set_interfaces(InterfaceList{host.interfaces()});
    machine_.start(host.now_us());
    flush();
    wait();
}

void ProbeProgram::set_clock() {
    machine_.set_wall_clock(host.now_us(), host.wall_ms());
}

void ProbeProgram::run() {
    set_clock();
    const std::size_t waiting = socket_.queue.size();
    const auto flush_output = [this] { flush(); };
    runtime::report_refused(socket_, machine_, host.now_us(), flush_output);
    runtime::receive_all(socket_, core::Channel::client, batch_, machine_, host.now_us(),
                         flush_output);
    const std::size_t received = waiting - socket_.queue.size();
    if (received != 0 && world.profile.pace) {
        note("has read " + std::to_string(received) + ", found " + std::to_string(found_.size()));
    }
    machine_.tick(host.now_us());
    flush();
    if (machine_.outcome() == ProbeOutcome::running) return;
    end(std::string("ends: ") + text_of(machine_.outcome()) + ", found " +
        std::to_string(found_.size()));
    done_(*this);
}

void ProbeProgram::flush() {
    transmit(machine_);
    for (FoundServiceView each; machine_.next_service(each);) {
        found_.push_back(
            {each.provider, std::string(each.service.name), world.now_us() + spent_us()});
    }
}

StatusProgram::StatusProgram(Host& on, Network& network, std::string name, Done done)
    : ClientProgram(on, network, std::move(name)),
      machine_({IpAddress::loopback(Family::ipv4), 0, limits::discovery_port_default},
               limits::probe_timeout_ms_default, on.world.noise.seed()),
      done_(std::move(done)) {}

void StatusProgram::start() {
    note("asks for the status");
    host.open(socket_);
    machine_.set_keys(keys_of(world.profile.has_keys));
    machine_.set_port(socket_.port);
    machine_.start(host.now_us());
    flush();
    wait();
}

void StatusProgram::run() {
    runtime::report_refused(socket_, machine_, host.now_us(), [] {});
    // One page a turn: flush() must read its providers before the next page overwrites them.
    std::array<platform::ReceivedDatagram, 1> received;
    if (socket_.receive(batch_, received) == 1) {
        machine_.receive(host.now_us(), {core::Channel::client, received[0].from, received[0].to,
                                         received[0].if_index, received[0].bytes});
    }
    machine_.tick(host.now_us());
    flush();
    if (machine_.outcome() == StatusOutcome::running) return;
    end("has the status");
    done_(*this);
}

void StatusProgram::flush() {
    for (ProviderStatus status; machine_.next_provider(status);) {
        providers_.push_back({status, {}});
        for (ServiceView service; machine_.next_service(service);) {
            providers_.back().services.emplace_back(service.name);
        }
    }
    transmit(machine_);
}

bool ForeignProgram::start() {
    if (!host.bind(socket_)) return false;
    note("has the port, and is no provider");
    return true;
}

}  // namespace mpdisc::sim

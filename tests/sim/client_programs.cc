// SPDX-License-Identifier: MIT
#include "tests/sim/client_programs.h"

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

bool ClientProgram::receive(int received, Packet& out) {
    const auto& pace = world.profile.pace;
    if (socket_.queue.empty() || (pace && received == pace->datagrams_per_turn)) return false;
    out = std::move(socket_.queue.front());
    socket_.queue.pop_front();
    if (pace) spend(pace->receive_us);
    return true;
}

ProbeProgram::ProbeProgram(Host& on, Network& network, const Setup& setup, Done done)
    : ClientProgram(on, setup.name),
      network_(network),
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
    const int received = read_into(machine_, [this] { flush(); });
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
    for (core::Outbound out; machine_.poll_transmit(out);) {
        (void)network_.send(*this, socket_.port, out);
    }
    for (FoundService each; machine_.next_service(each);) {
        found_.push_back(
            {each.provider, std::string(each.service.name), world.now_us() + spent_us()});
    }
}

StatusProgram::StatusProgram(Host& on, Network& network, std::string name, Done done)
    : ClientProgram(on, std::move(name)),
      network_(network),
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
    (void)read_into(machine_, [this] { flush(); });
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
    for (core::Outbound out; machine_.poll_transmit(out);) {
        (void)network_.send(*this, socket_.port, out);
    }
}

bool ForeignProgram::start() {
    if (!host.bind(socket_)) return false;
    note("has the port, and is no provider");
    return true;
}

}  // namespace mpdisc::sim

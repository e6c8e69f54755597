// SPDX-License-Identifier: MIT
#include "tests/sim/client_programs.h"

#include <limits>

namespace mpdisc::sim {
namespace {

/// No limit. With a pace, Pace::datagrams_per_turn is the limit.
constexpr int datagrams_per_turn_max = std::numeric_limits<int>::max();

core::Random::Seed seed_of(Dice& dice) {
    return {dice.next(), dice.next(), dice.next(), dice.next()};
}

core::ProbeConfig probe_config(World& world, const ProbeProgram::Setup& setup) {
    core::ProbeConfig config;
    config.local_only = setup.local_only;
    config.timeout_ms = setup.timeout_ms;
    config.seed = seed_of(world.noise);
    config.keys = keyring_of(world.profile.has_keys);
    return config;
}

}  // namespace

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
    int received = 0;
    for (Packet packet; receive(socket_, received, datagrams_per_turn_max, packet);) {
        machine_.receive(host.now_us(), {core::Channel::client, packet.from, packet.to.address,
                                         packet.if_index, packet.bytes()});
        flush();
    }
    take_refusals();
    if (received != 0 && world.profile.pace) {
        note("has read " + std::to_string(received) + ", found " + std::to_string(found_.size()));
    }
    machine_.tick(host.now_us());
    flush();
    if (machine_.outcome() == ProbeOutcome::running) return;
    static constexpr const char* words[] = {"running", "complete", "incomplete", "not found"};
    end(std::string("ends: ") + words[static_cast<int>(machine_.outcome())] + ", found " +
        std::to_string(found_.size()));
    done_(*this);
}

void ProbeProgram::take_refusals() {
    for (; !socket_.refusals.empty(); socket_.refusals.pop_front()) {
        machine_.refused(host.now_us(), socket_.refusals.front());
    }
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
               limits::probe_timeout_ms_default, seed_of(on.world.noise)),
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
    int received = 0;
    for (Packet packet; receive(socket_, received, datagrams_per_turn_max, packet);) {
        machine_.receive(host.now_us(), {core::Channel::client, packet.from, packet.to.address,
                                         packet.if_index, packet.bytes()});
        flush();
    }
    take_refusals();
    machine_.tick(host.now_us());
    flush();
    if (machine_.outcome() == StatusOutcome::running) return;
    end("has the status");
    done_(*this);
}

void StatusProgram::take_refusals() {
    for (; !socket_.refusals.empty(); socket_.refusals.pop_front()) {
        machine_.refused(host.now_us(), socket_.refusals.front());
    }
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

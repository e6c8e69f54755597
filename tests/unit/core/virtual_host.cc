// SPDX-License-Identifier: MIT
#include "tests/unit/core/virtual_host.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mpdisc::test {

VirtualHost::VirtualHost() = default;
VirtualHost::~VirtualHost() = default;

core::ProviderConfig VirtualHost::next_config() const {
    const auto number = static_cast<std::uint32_t>(providers_.size() + 1);
    core::ProviderConfig config;
    config.id = id_of(number);
    config.host.bytes = id_of(2'000 + number).bytes;
    config.process_id = 1000 + number;
    config.user_id = user_id;
    config.keys = keys;
    config.one_interface = !interface_name.empty();
    EXPECT_TRUE(config.host_name.assign("box"));
    config.rates = rates;
    config.announce_s = announce_s;
    config.seed = {number, 2, 3, 4};
    return config;
}

VirtualProvider& VirtualHost::start(const std::vector<Service>& services) {
    return start(next_config(), services);
}

VirtualProvider& VirtualHost::start(const core::ProviderConfig& config,
                                    const std::vector<Service>& services) {
    const auto control_port = static_cast<std::uint16_t>(40'000 + providers_.size());
    auto& made = *providers_.emplace_back(
        std::make_unique<VirtualProvider>(*this, config, endpoint("127.0.0.1", control_port)));
    made.interface_name = std::exchange(interface_name, {});
    for (const Service& each : services) {
        EXPECT_EQ(made.machine.add(now_us, each.view()), ServiceError::none);
    }
    begin(made);
    return made;
}

void VirtualHost::leave(VirtualProvider& provider) {
    provider.driver.stop();
    take_events(provider);
}

void VirtualHost::stop(VirtualProvider& provider) {
    leave(provider);
    vanish(provider);
}

void VirtualHost::wake(VirtualProvider& provider) {
    provider.hangs = false;
    run_turn(provider);
}

ServiceError VirtualHost::add(VirtualProvider& provider, const Service& service) {
    const ServiceError error = provider.driver.add(service.view());
    take_events(provider);
    return error;
}

ServiceError VirtualHost::update(VirtualProvider& provider, const Service& service) {
    const ServiceError error = provider.driver.update(service.view());
    take_events(provider);
    return error;
}

void VirtualHost::set_services(VirtualProvider& provider, const std::vector<Service>& services) {
    core::ServiceSet set;
    for (const Service& each : services) EXPECT_EQ(set.add(each.view()), ServiceError::none);
    provider.driver.swap_services(set);
    take_events(provider);
}

ServiceError VirtualHost::remove(VirtualProvider& provider, std::string_view name,
                                 std::string_view type) {
    const ServiceError error = provider.driver.remove(name, type);
    take_events(provider);
    return error;
}

void VirtualHost::set_interfaces(const std::vector<InterfaceAddress>& changed) {
    interfaces = changed;
    for (const auto& each : providers_) {
        each->system.list_due_us = now_us;
        run_turn(*each);
    }
}

VirtualClient& VirtualHost::client(const Endpoint& at) {
    for (VirtualClient& each : clients_) {
        if (each.endpoint == at) return each;
    }
    return clients_.emplace_back(VirtualClient{at, nullptr, {}});
}

VirtualClient& VirtualHost::start(core::Probe& probe) {
    VirtualClient& made =
        client(endpoint("127.0.0.1", static_cast<std::uint16_t>(50'000 + clients_.size())));
    made.probe = &probe;
    probe.set_wall_clock(now_us, probe_wall_ms.value_or(wall_ms()));
    EXPECT_TRUE(probe.set_interfaces(list_of(interfaces, probe_interface_name)));
    probe.start(now_us);
    flush(made);
    return made;
}

void VirtualHost::run(VirtualClient& client, core::Probe& probe, TimeUs duration_us) {
    client.probe = &probe;
    probe.start(now_us);
    flush(client);
    run_for(duration_us);
    client.probe = nullptr;
}

void VirtualHost::send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                               const IpAddress& local) {
    Datagram made{now_us, from, {local, 0, port}, if_index, core::Channel::client, bytes};
    made.is_to_all = local.is_multicast();
    carry(made);
}

void VirtualHost::send_to_port(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                               std::string_view local) {
    send_to_port(from, bytes, if_index, ip(local));
}

void VirtualHost::send_by_link(const Endpoint& from, const Bytes& bytes, std::uint32_t if_index,
                               bool is_link_broadcast) {
    Datagram made{now_us, from, endpoint("192.0.2.10", port), if_index, core::Channel::client,
                  bytes};
    made.is_link_broadcast = is_link_broadcast;
    made.is_to_all = is_link_broadcast;
    carry(made);
}

void VirtualHost::broadcast_to_port(const Endpoint& from, const Bytes& bytes) {
    Datagram made{now_us, from, endpoint("192.0.2.10", port), eth0, core::Channel::client, bytes};
    made.is_to_all = true;
    carry(made);
}

void VirtualHost::send_to_control(const VirtualProvider& provider, const Endpoint& from,
                                  const Bytes& bytes, std::uint32_t if_index) {
    carry({now_us, from, provider.control, if_index, core::Channel::client, bytes});
}

void VirtualHost::run_until(TimeUs end_us) {
    TimeUs last_us = now_us;
    for (int steps = 0; next_due_us() <= end_us; ++steps) {
        now_us = std::max(now_us, next_due_us());
        if (now_us != last_us) steps = 0;
        last_us = now_us;
        ASSERT_LT(steps, 100'000) << "time stands still";
        do_due();
        tick_due();
    }
    now_us = end_us;
}

std::vector<Datagram> VirtualHost::sent_of_type(wire::MessageType type) const {
    std::vector<Datagram> found;
    std::copy_if(sent.begin(), sent.end(), std::back_inserter(found),
                 [&](const Datagram& each) { return each.type() == type; });
    return found;
}

std::size_t VirtualHost::count_sent(wire::MessageType type) const {
    return sent_of_type(type).size();
}

std::size_t VirtualHost::count_sent_but_mismatches() const {
    return sent.size() - count_sent(wire::MessageType::key_mismatch);
}

void VirtualHost::flush(VirtualClient& from) {
    for (core::Outbound out; from.probe->poll_transmit(out);) {
        EXPECT_EQ(out.route.channel, core::Channel::client);
        post(out, from.endpoint.port);
    }
}

void VirtualHost::transmit(VirtualProvider& from, const core::Outbound& out) {
    switch (out.route.channel) {
        case core::Channel::discovery:
            return post(out, port, &from);
        case core::Channel::control:
            return post(out, from.control.port, &from);
        case core::Channel::line:
            return post(out, from.line.port, &from);
        case core::Channel::answer:
            return post(out, from.system.answer_socket.port, &from);
        case core::Channel::client:
        case core::Channel::announcement:
            ADD_FAILURE() << "a provider sends nothing from such a socket";
    }
}

void VirtualHost::post(const core::Outbound& out, std::uint16_t from_port,
                       VirtualProvider* sender) {
    const core::Route& route = out.route;
    const Family family = route.to.address.family;
    EXPECT_FALSE(route.source.is_multicast() || route.source.is_unspecified());
    EXPECT_TRUE(route.source.family == Family::any || route.source.family == family);
    EXPECT_TRUE(route.source.family == Family::any || route.channel != core::Channel::control)
        << "some systems refuse a source on a socket that is bound to an address";
    const bool to_network = !route.to.address.is_loopback();
    EXPECT_LE(out.bytes.size(),
              to_network ? limits::network_datagram_max : limits::loopback_datagram_max);
    Datagram made{now_us,        {},
                  route.to,      route.if_index,
                  route.channel, Bytes(out.bytes.begin(), out.bytes.end())};
    made.from = {source_of(route), 0, from_port};
    made.sender = sender;
    made.on_link_only = route.on_link_only;
    sent.push_back(made);
    const bool leaves = to_network && carry_to_others;
    if (leaves && !loses(made)) carry_to_others(made);
    arrive_at_own_socket(made);
    // Tests receive for clients on other hosts.
    const bool is_for_another = made.to.port == port && !made.is_to_all && made.if_index != lo;
    if (leaves && is_for_another) return;
    carry(made);
}

IpAddress VirtualHost::source_of(const core::Route& route) const {
    const Family family = route.to.address.family;
    if (route.source.family != Family::any) return route.source;
    if (route.to.address.is_loopback()) return IpAddress::loopback(family);
    for (const InterfaceAddress& entry : interfaces) {
        const bool suits =
            route.if_index == 0 ? !entry.is_loopback : entry.if_index == route.if_index;
        if (suits && entry.address.family == family) return entry.address;
    }
    return {};
}

void VirtualHost::arrive_at_own_socket(Datagram& datagram) const {
    IpAddress& to = datagram.to.address;
    datagram.is_to_all = to.is_multicast();
    if (to == ip("127.255.255.255")) {
        datagram.is_to_all = true;
        to = ip("127.0.0.1");
    }
    if (to.is_loopback()) datagram.if_index = lo;
    for (const InterfaceAddress& entry : interfaces) {
        if (to == entry.address) datagram.if_index = lo;
        if (to != entry.broadcast) continue;
        datagram.is_to_all = true;
        to = entry.address;
        datagram.if_index = entry.if_index;
        return;
    }
}

void VirtualHost::carry(const Datagram& datagram) {
    if (loses(datagram)) return;
    later([this, datagram] { deliver(datagram); });
}

void VirtualHost::deliver(const Datagram& datagram) {
    if (datagram.to.port == port) return deliver_to_port(datagram);
    if (datagram.to.port == port + 1) return deliver_to_listeners(datagram);
    bool is_delivered = false;
    for (const auto& each : providers_) {
        const bool is_by_line = each->line.port != 0 && each->line == datagram.to;
        if (!each->alive || (each->control != datagram.to && !is_by_line)) continue;
        if (is_by_line && each->line_peer != datagram.from) continue;
        ProgramSystem& system = each->system;
        enqueue(*each, is_by_line ? system.line_socket : system.control_socket, datagram);
        is_delivered = true;
    }
    for (VirtualClient& each : clients_) {
        const bool suits = each.probe == nullptr ? each.endpoint == datagram.to
                                                 : each.endpoint.port == datagram.to.port;
        if (!suits) continue;
        receive(each, datagram);
        is_delivered = true;
    }
    if (!is_delivered) refuse(datagram);
}

void VirtualHost::deliver_to_port(const Datagram& datagram) {
    if (port_table.is_free()) return refuse(datagram);
    // Iterate over a copy, because a receiver may close the port.
    for (VirtualProvider* each : std::vector(port_table.holders())) {
        if (!datagram.is_to_all && each != port_table.newest()) continue;
        enqueue(*each, each->system.port_socket, datagram);
    }
}

void VirtualHost::deliver_to_listeners(const Datagram& datagram) {
    EXPECT_TRUE(datagram.is_to_all) << "it reaches only one of the listeners";
    for (const auto& each : providers_) {
        MemorySocket& socket = each->system.announcement_socket;
        if (socket.is_open()) enqueue(*each, socket, datagram);
    }
}

void VirtualHost::hear(Datagram datagram) {
    // Its path to this host took as long as a datagram takes within a host.
    datagram.sender = nullptr;
    datagram.channel = core::Channel::client;
    if (datagram.to.address == IpAddress::link_broadcast()) datagram.is_link_broadcast = true;
    bool is_for_this = datagram.to.address.is_multicast();
    for (const InterfaceAddress& entry : interfaces) {
        if (entry.is_loopback || entry.if_index != datagram.if_index) continue;
        const bool is_broadcast =
            datagram.is_link_broadcast || datagram.to.address == entry.broadcast;
        if (datagram.to.address == entry.address) is_for_this = true;
        if (!is_broadcast || entry.address.family != Family::ipv4 || is_for_this) continue;
        datagram.to.address = entry.address;
        datagram.is_to_all = is_for_this = true;
    }
    if (datagram.to.address.is_multicast()) datagram.is_to_all = true;
    if (is_for_this) carry(datagram);
}

void VirtualHost::refuse(const Datagram& datagram) {
    const bool wants =
        datagram.channel == core::Channel::discovery || datagram.channel == core::Channel::control;
    const bool can = datagram.to.address.is_loopback() && !datagram.is_to_all;
    if (!has_refusals || !wants || !can) return;
    later([this, datagram] {
        ProgramSystem& system = datagram.sender->system;
        MemorySocket& socket = datagram.channel == core::Channel::discovery ? system.port_socket
                                                                            : system.control_socket;
        if (socket.is_open()) socket.refusals.push_back(datagram.to);
        run_turn(*datagram.sender);
    });
}

void VirtualHost::enqueue(VirtualProvider& provider, MemorySocket& socket,
                          const Datagram& datagram) {
    if (!provider.alive) return;
    socket.queue.push_back({datagram.from, datagram.to.address, datagram.if_index,
                            datagram.is_link_broadcast, datagram.bytes, datagram.is_to_all});
    run_turn(provider);
}

void VirtualHost::receive(VirtualClient& to, const Datagram& datagram) {
    to.received.push_back(datagram);
    if (to.probe == nullptr) return;
    to.probe->receive(now_us, {core::Channel::client, datagram.from, datagram.to.address,
                               datagram.if_index, datagram.bytes});
    flush(to);
}

TimeUs VirtualHost::next_due_us() const {
    TimeUs next_us = next_event_us();
    for (const auto& each : providers_) {
        if (!each->runs()) continue;
        next_us = std::min(next_us, each->driver.next_deadline_us());
    }
    for (const VirtualClient& each : clients_) {
        if (each.probe != nullptr) next_us = std::min(next_us, each.probe->next_deadline_us());
    }
    return next_us;
}

void VirtualHost::tick_due() {
    for (const auto& each : providers_) {
        if (each->driver.next_deadline_us() <= now_us) run_turn(*each);
    }
    for (VirtualClient& each : clients_) {
        if (each.probe == nullptr) continue;
        each.probe->tick(now_us);
        flush(each);
    }
}

}  // namespace mpdisc::test

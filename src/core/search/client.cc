// SPDX-License-Identifier: MIT
#include "core/search/client.h"

#include <algorithm>
#include <utility>

namespace mpdisc::core {

Client::Client(const ProbeConfig& made_of)
    : config(made_of),
      messenger(config.keys, config.seed),
      sources(interfaces, config.target_count == 0, config.family),
      reachable(interfaces, targets, sources, config.family),
      catalogue(interfaces, config.selection, messenger.random) {}

InterfaceTable::Update Client::set_interfaces(const InterfaceList& list) {
    using Update = InterfaceTable::Update;
    const Update update = interfaces.assign(list);
    const ProbeScope scope{config.discovery_port, config.local_only, config.one_interface,
                           config.family, std::span(config.targets).first(config.target_count)};
    lacks_targets_ = lacks_targets_ || update == Update::changed;
    if (targets.compute(scope, interfaces) && update != Update::no_memory) {
        return std::exchange(lacks_targets_, false) ? Update::changed : update;
    }
    messenger.counters.add(Counter::drop_no_memory);
    return Update::no_memory;
}

bool Client::may_ask(const AnswerSource& source) const {
    const auto is_there = [&](const Route& route) { return route.to.address == source.address; };
    return interfaces.is_neighbour(source.if_index, source.address) ||
           sources.claims_link(source.if_index, source.address) ||
           std::ranges::any_of(targets.all(), is_there);
}

Route Client::route_to(const AnswerSource& source) const {
    // By the interface that brought the answer. This host itself and addresses that were given are
    // asked by the routes, which may change.
    const Route* const given = given_route_to(source.address);
    const std::uint32_t if_index = interfaces.is_loopback(source.if_index) ? 0
                                   : given != nullptr                      ? given->if_index
                                                                           : source.if_index;
    const std::uint32_t scope_id = source.address.is_link_local() ? if_index : 0;
    return {Channel::client,
            {source.address, scope_id, discovery_port_of(source.address)},
            {},
            if_index,
            sources.claims_link(source.if_index, source.address)};
}

const Route* Client::given_route_to(const IpAddress& address) const {
    if (!targets.are_given() || address.is_link_local()) return nullptr;
    for (const Route& route : targets.all()) {
        if (route.to.address == address) return &route;
    }
    return nullptr;
}

std::uint16_t Client::discovery_port_of(const IpAddress& address) const {
    if (config.target_count == 0) return config.discovery_port;
    // A given host may answer from another address. Then the port of the first target is used.
    const auto given = std::span(config.targets).first(config.target_count);
    const auto same =
        std::ranges::find(given, address, [](const Endpoint& to) { return to.address; });
    const std::uint16_t port = (same != given.end() ? *same : given.front()).port;
    return port == 0 ? config.discovery_port : port;
}

void Client::send_host_query(const Route& route, const wire::HostQuery& query) {
    messenger.send(0, route, wire::host_message_size_max, [&](std::span<std::uint8_t> room) {
        return wire::pad_request(wire::encode(query, room), room);
    });
}

void Client::send_host_query_to_links(const wire::HostQuery& query) {
    for (const Route& route : targets.all()) {
        const bool is_link = targets.are_given() ? interfaces.is_for_many(route.to.address)
                                                 : !route.to.address.is_loopback();
        if (is_link) send_host_query(route, query);
    }
}

}  // namespace mpdisc::core

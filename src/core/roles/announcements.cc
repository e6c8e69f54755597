// SPDX-License-Identifier: MIT
#include "core/roles/announcements.h"

#include <algorithm>

#include "wire/announcement_port.h"
#include "wire/client_messages.h"

namespace mpdisc::core {
namespace {

/// All hosts answer a query at once, so they spread their answers over this time.
constexpr std::uint16_t query_window_ms = 300;
/// A filter of this size tells more types apart than any other.
constexpr std::size_t many_types = 51;

}  // namespace

Announcements::Announcements(Messenger& messenger, ProviderState& state, const Registry& registry,
                             Responder& responder, Neighbours& neighbours)
    : messenger_(messenger),
      state_(state),
      registry_(registry),
      responder_(responder),
      neighbours_(neighbours),
      announcer_(state.config.announce_s) {}

// --- This host -------------------------------------------------------------

void Announcements::update(TimeUs now_us) {
    const bool settled = registry_.is_complete(now_us);
    const bool is_same = is_described_ && self_.host == state_.host &&
                         self_.summary.settled == settled &&
                         self_.summary.revision == registry_.revision();
    if (is_same) return;
    is_described_ = true;
    self_.host = state_.host;
    self_.primary = state_.config.id;
    self_.summary.settled = settled;
    self_.summary.revision = registry_.revision();
    describe();
    share_digest();
    announcer_.note_event(now_us, self_.summary.services != 0);
}

void Announcements::describe() {
    // The first pass finds how many types there are, the second one makes a filter for so many.
    std::size_t types = many_types;
    for (int pass = 0; pass < 2; ++pass) {
        self_.types = wire::TypeFilter(types);
        self_.summary.services = 0;
        types = 0;
        describe(state_.services.list(), types);
        for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
            if (registry_.is_used(slot)) describe(registry_[slot].services_list(), types);
        }
    }
}

void Announcements::describe(const wire::ServiceList& list, std::size_t& types) {
    wire::ServiceList::Reader services = list.read();
    for (wire::ServiceList::Item item; services.next(item);) {
        ++self_.summary.services;
        if (!self_.types.may_contain(item.service.type)) ++types;
        self_.types.add(item.service.type);
    }
}

void Announcements::share_digest() {
    neighbours_.clear_own_shares();
    if (self_.summary.services == 0 || state_.config.announce_s == 0) return;
    for (const InterfaceAddress& entry : state_.interfaces.all()) {
        if (entry.is_loopback || destination_from(entry).family == Family::any) continue;
        neighbours_.add_own_share(self_, entry);
    }
}

IpAddress Announcements::destination_from(const InterfaceAddress& entry) const {
    const InterfaceTable& interfaces = state_.interfaces;
    if (entry.is_loopback) {
        // Other programs of this host listen, too. IPv6 has no such broadcast.
        const bool is_source = entry.address == interfaces.loopback();
        if (!is_source || entry.address.family == Family::ipv6) return {};
        return IpAddress::v4(127, 255, 255, 255);
    }
    // Datagrams to the group come from the link-local address.
    const auto is_source = [](const InterfaceAddress& each) {
        return each.address.family == Family::ipv4 || each.address.is_link_local();
    };
    if (!is_source(entry)) return {};
    const IpAddress all = interfaces.address_of_all(entry);
    // Each destination gets one copy, by the first address that leads there.
    for (const InterfaceAddress& other : interfaces.all()) {
        if (&other == &entry) break;
        const bool leads_there = other.if_index == entry.if_index && is_source(other) &&
                                 interfaces.address_of_all(other) == all;
        if (leads_there) return {};
    }
    return responder_.serves(entry.if_index, entry.address.family) ? all : IpAddress{};
}

// --- Sending ---------------------------------------------------------------

void Announcements::send_to_all(TimeUs now_us, Broadcast what) {
    messenger_.date(state_.wall_clock.at(now_us));
    for (const InterfaceAddress& entry : state_.interfaces.all()) {
        // The primary is the only one to ask on this host.
        if (entry.is_loopback && what == Broadcast::query) continue;
        Route route;
        route.to = {destination_from(entry), 0, state_.config.discovery_port};
        if (route.to.address.family == Family::any) continue;
        // The other end of a link has no broadcasts. Nobody may unicast to the announcement port.
        const bool is_for_many =
            entry.is_loopback || state_.interfaces.is_for_many(route.to.address);
        if (what != Broadcast::query && is_for_many) {
            route.to.port = wire::announcement_port(route.to.port);
        }
        if (route.to.port == 0) continue;
        if (route.to.address.family == Family::ipv6) route.to.scope_id = entry.if_index;
        route.source = entry.address;
        route.if_index = entry.if_index;
        messenger_.send(0, route, wire::host_message_size_max, [&](std::span<std::uint8_t> room) {
            if (what == Broadcast::query) {
                wire::HostQuery query;
                query.transaction = messenger_.random.next();
                query.window_ms = query_window_ms;
                return wire::pad_request(wire::encode(query, room), room);
            }
            complete_for(now_us, entry.if_index, entry.address);
            if (what == Broadcast::farewell) self_.lifetime_s = 0;
            return wire::encode(self_, room);
        });
    }
    messenger_.sealer.use({});
}

void Announcements::complete_for(TimeUs now_us, std::uint32_t if_index, const IpAddress& address) {
    neighbours_.summarize(now_us, if_index, address, self_.summary);
    self_.transaction = messenger_.random.next();
    self_.lifetime_s = announcer_.lifetime_s();
    self_.address_token = 0;
}

void Announcements::say_farewell(TimeUs now_us) {
    // Others may be about to register.
    const bool is_last = registry_.size() == 0 && registry_.is_complete(now_us);
    if (is_last && announcer_.has_told()) send_to_all(now_us, Broadcast::farewell);
}

void Announcements::tick(TimeUs now_us) {
    update(now_us);
    const Announcer::Due due = announcer_.next(now_us, messenger_.random);
    if (due != Announcer::Due::nothing) {
        const bool is_farewell = due == Announcer::Due::farewell;
        send_to_all(now_us, is_farewell ? Broadcast::farewell : Broadcast::announcement);
    }
    if (neighbours_.is_query_due(now_us)) send_to_all(now_us, Broadcast::query);
}

TimeUs Announcements::next_deadline_us() const {
    if (!is_described_) return 0;
    const bool tells_settled = state_.config.announce_s != 0 && !self_.summary.settled;
    return std::min(announcer_.next_deadline_us(),
                    tells_settled ? registry_.complete_us() : never_us);
}

// --- Questions -------------------------------------------------------------

void Announcements::on_query(TimeUs now_us, const Inbound& in, const wire::Header& header,
                             wire::Bytes fields) {
    wire::HostQuery query;
    if (!messenger_.decode(header, fields, query)) return;
    if (state_.is_own_copy(in)) return;
    const bool is_local = state_.interfaces.is_loopback(in.if_index);
    if (!is_local && !responder_.serves(in.if_index, in.from.address.family)) {
        return messenger_.counters.add(Counter::drop_off_link);
    }
    const wire::Arrival arrival = responder_.note_arrival(now_us, in);
    const bool has_token = query.address_token != 0 &&
                           responder_.tokens().is_valid(now_us, in.from, query.address_token);
    Requester requester{in.from, has_token ? Trust::proven : Trust::stranger, in.bytes.size(),
                        is_local};
    const std::uint64_t number = RecentRequests::number_of(query.transaction);
    if (!responder_.accepts_time(now_us, number, has_token, false, requester.trust)) {
        return messenger_.counters.add(Counter::drop_replayed);
    }
    Allowance allowance;
    if (!responder_.budget().grant(now_us, requester, allowance)) {
        return messenger_.counters.add(Counter::drop_rate_limited);
    }
    neighbours_.note_query(now_us, in, query, has_token);
    update(now_us);
    const bool is_to_all =
        in.channel == Channel::announcement || in.is_link_broadcast || in.to.is_multicast();
    const bool may_have_list = query.wants_list && !is_to_all && (has_token || is_local);
    complete_for(now_us, arrival.if_index, arrival.client.address);
    std::size_t size = 0;
    if (may_have_list) {
        size = neighbours_.send_list(now_us, arrival, query, self_.summary, allowance.left());
    }
    if (size == 0) size = send_answer(now_us, arrival, query);
    responder_.budget().spend(now_us, size);
}

std::size_t Announcements::send_answer(TimeUs now_us, const wire::Arrival& arrival,
                                       const wire::HostQuery& query) {
    self_.transaction = query.transaction;
    self_.address_token = responder_.tokens().make(now_us, arrival.client);
    messenger_.date(state_.wall_clock.at(now_us));
    const TimeUs delay_us = messenger_.random.below(std::uint64_t{query.window_ms} * 1000 + 1);
    return messenger_.send(delay_us == 0 ? 0 : now_us + delay_us, responder_.route_to(arrival),
                           wire::host_message_size_max,
                           [&](std::span<std::uint8_t> room) { return wire::encode(self_, room); });
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/roles/neighbours.h"

#include <algorithm>

#include "core/kit/hash_index.h"
#include "wire/announcement_port.h"
#include "wire/client_messages.h"

namespace mpdisc::core {
namespace {

/// All hosts answer a query at once, so they spread their answers over this time.
constexpr std::uint16_t query_window_ms = 300;
/// A page of a list that has not come is asked for again.
constexpr TimeUs page_gap_us = 300'000;
/// While a list comes page by page, no other list is asked for; but no longer than this.
constexpr TimeUs list_max_us = 20'000'000;
/// A filter of this size tells more types apart than any other.
constexpr std::size_t many_types = 51;

}  // namespace

Neighbours::Neighbours(Messenger& messenger, ProviderState& state, const Registry& registry,
                       Responder& responder)
    : messenger_(messenger),
      state_(state),
      registry_(registry),
      responder_(responder),
      table_(keyed_hash(state.config.secret[1], state.config.id.bytes), messenger.random),
      announcer_(state.config.announce_s) {}

// --- This host -------------------------------------------------------------

void Neighbours::begin(TimeUs now_us) {
    table_.begin(now_us, state_.host);
    interfaces_changed(now_us);
}

void Neighbours::end() {
    announcer_.stop();
    query_due_us_ = never_us;
    asked_list_ = {};
}

void Neighbours::interfaces_changed(TimeUs now_us) {
    is_described_ = false;
    // A host that is silent about itself asks nobody, either.
    if (state_.config.announce_s != 0) query_due_us_ = now_us;
}

void Neighbours::say_farewell(TimeUs now_us) {
    if (registry_.size() == 0 && announcer_.has_told()) {
        send_to_all(now_us, wire::MessageType::host_announcement);
    }
}

void Neighbours::update(TimeUs now_us) {
    const bool settled = registry_.is_complete(now_us);
    const bool is_same = is_described_ && self_.summary.settled == settled &&
                         self_.summary.revision == registry_.revision();
    if (is_same) return;
    is_described_ = true;
    self_.summary.settled = settled;
    describe();
    announcer_.note_event(now_us, self_.summary.services != 0);
}

void Neighbours::describe() {
    self_.host = state_.host;
    self_.primary = state_.config.id;
    self_.summary.revision = registry_.revision();
    const auto visit_all = [&](auto visit) {
        const auto visit_list = [&](const wire::ServiceList& list) {
            wire::ServiceList::Reader services = list.read();
            for (wire::ServiceList::Item item; services.next(item);) visit(item.service.type);
        };
        visit_list(state_.services.list());
        for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
            if (registry_.is_used(slot)) visit_list(registry_[slot].services_list());
        }
    };
    std::size_t types = 0;
    self_.summary.services = 0;
    self_.types = wire::TypeFilter(many_types);
    visit_all([&](std::string_view type) {
        ++self_.summary.services;
        if (!self_.types.may_contain(type)) ++types;
        self_.types.add(type);
    });
    self_.types = types == 0 ? wire::TypeFilter() : wire::TypeFilter(types);
    visit_all([&](std::string_view type) { self_.types.add(type); });
    share_digest();
}

void Neighbours::share_digest() {
    table_.clear_own_shares();
    if (self_.summary.services == 0 || state_.config.announce_s == 0) return;
    const auto addresses = state_.interfaces.all();
    for (std::size_t n = 0; n < addresses.size(); ++n) {
        if (destination_from(n).family == Family::any) continue;
        const IpAddress& own = addresses[n].address;
        table_.add_own_share(state_.interfaces.group_of(addresses[n].if_index, own),
                             Neighbourhood::digest_share(self_, own));
    }
}

bool Neighbours::is_answered_on(std::uint32_t if_index, Family family) const {
    const wire::Reach path{if_index, family};
    if (state_.reach().overlaps(path)) return true;
    for (Registry::Slot slot = 0; slot < registry_.slot_count(); ++slot) {
        if (registry_.is_used(slot) && registry_[slot].reach.overlaps(path)) return true;
    }
    return false;
}

IpAddress Neighbours::destination_from(std::size_t number) const {
    const auto addresses = state_.interfaces.all();
    const InterfaceAddress& entry = addresses[number];
    // Datagrams to the group come from the link-local address.
    const bool is_source = entry.address.family == Family::ipv4 || entry.address.is_link_local();
    if (entry.is_loopback || !is_source) return {};
    const IpAddress all = state_.interfaces.address_of_all(entry);
    // Nothing is sent to the announcement port of a single host.
    if (!state_.interfaces.is_for_many(all)) return {};
    // Each destination gets one copy.
    const auto is_repeated = [&](const InterfaceAddress& other) {
        return other.if_index == entry.if_index && !other.is_loopback &&
               (other.address.family == Family::ipv4 || other.address.is_link_local()) &&
               state_.interfaces.address_of_all(other) == all;
    };
    if (std::ranges::any_of(addresses.first(number), is_repeated)) return {};
    return is_answered_on(entry.if_index, entry.address.family) ? all : IpAddress{};
}

// --- Sending ---------------------------------------------------------------

void Neighbours::date(TimeUs now_us) {
    messenger_.sealer.use({messenger_.sealer.seal().key, state_.wall_clock.at(now_us)});
}

wire::HostAnnouncement Neighbours::announcement_by(TimeUs now_us, std::uint64_t group) {
    wire::HostAnnouncement out;
    static_cast<wire::HostDescription&>(out) = self_;
    out.summary.digest = table_.digest(group);
    out.summary.knows_neighbours = table_.is_settled(now_us);
    out.transaction = messenger_.random.next();
    return out;
}

void Neighbours::send(TimeUs due_us, const Route& route, std::size_t size) {
    const bool is_queued =
        size != 0 && (due_us == 0 ? messenger_.outbox.commit(route, size)
                                  : messenger_.outbox.commit_at(due_us, route, size));
    if (!is_queued) messenger_.counters.add(Counter::drop_no_memory);
}

void Neighbours::send_to_all(TimeUs now_us, wire::MessageType type, std::uint32_t lifetime_s) {
    const std::uint16_t port = wire::announcement_port(state_.config.discovery_port);
    if (port == 0) return;
    date(now_us);
    const auto addresses = state_.interfaces.all();
    // The last one is the loopback network, where other programs of this host listen.
    for (std::size_t n = 0; n <= addresses.size(); ++n) {
        const bool is_loopback = n == addresses.size();
        Route route;
        if (is_loopback) {
            route.source = state_.interfaces.loopback();
            if (route.source.family == Family::ipv4) {
                route.to.address = IpAddress::v4(127, 255, 255, 255);
            }
        } else {
            route.source = addresses[n].address;
            route.if_index = addresses[n].if_index;
            route.to.address = destination_from(n);
        }
        const bool is_query = type == wire::MessageType::host_query;
        if (route.to.address.family == Family::any || (is_loopback && is_query)) continue;
        route.to.port = port;
        if (route.to.address.family == Family::ipv6) route.to.scope_id = route.if_index;
        const std::span<std::uint8_t> room = messenger_.outbox.reserve(message_max);
        std::size_t size = 0;
        if (room.empty()) {
            // send() counts it.
        } else if (is_query) {
            wire::HostQuery query;
            query.transaction = messenger_.random.next();
            query.window_ms = query_window_ms;
            size = wire::pad_request(wire::encode(query, room), room);
        } else {
            wire::HostAnnouncement announcement =
                announcement_by(now_us, state_.interfaces.group_of(route.if_index, route.source));
            announcement.lifetime_s = lifetime_s;
            size = wire::encode(announcement, room);
        }
        send(0, route, size);
    }
    messenger_.sealer.use({});
}

void Neighbours::ask(TimeUs now_us, const NeighbourSource& source, const wire::HostQuery& query) {
    const std::span<std::uint8_t> room = messenger_.outbox.reserve(message_max);
    const std::size_t size = room.empty() ? 0 : wire::pad_request(wire::encode(query, room), room);
    const std::uint32_t scope = source.address.is_link_local() ? source.if_index : 0;
    // No question passes a router.
    const wire::Arrival to{
        {source.address, scope, state_.config.discovery_port}, source.if_index, {}, true};
    date(now_us);
    send(0, responder_.route_to(to), size);
    messenger_.sealer.use({});
}

void Neighbours::ask_for_list(TimeUs now_us, std::uint32_t page) {
    asked_list_.page = page;
    asked_list_.due_us = now_us + page_gap_us;
    ++asked_list_.tries;
    asked_list_.transaction = messenger_.random.next();
    wire::HostQuery query;
    query.transaction = asked_list_.transaction;
    query.wants_list = true;
    query.page = page;
    query.address_token = asked_list_.address_token;
    ask(now_us, asked_list_.source, query);
}

void Neighbours::tick(TimeUs now_us) {
    update(now_us);
    table_.tick(now_us);
    const Announcer::Due due = announcer_.next(now_us, messenger_.random);
    if (due != Announcer::Due::nothing) {
        const bool is_farewell = due == Announcer::Due::farewell;
        send_to_all(now_us, wire::MessageType::host_announcement,
                    is_farewell ? 0 : announcer_.lifetime_s());
    }
    if (now_us >= query_due_us_) {
        query_due_us_ = never_us;
        send_to_all(now_us, wire::MessageType::host_query);
    }
    for (Neighbourhood::Question next; table_.next_question(now_us, next);) {
        wire::HostQuery query;
        query.transaction = next.transaction;
        ask(now_us, next.source, query);
    }
    if (now_us >= asked_list_.due_us) {
        if (asked_list_.tries == Neighbourhood::tries_max) {
            asked_list_ = {};
        } else {
            ask_for_list(now_us, asked_list_.page);
        }
    }
    Neighbourhood::ListRequest request;
    if (table_.next_list_request(request) && now_us >= asked_list_.end_us) {
        asked_list_ = {};
        asked_list_.source = request.source;
        asked_list_.address_token = request.address_token;
        asked_list_.end_us = now_us + list_max_us;
        ask_for_list(now_us, 0);
    }
}

TimeUs Neighbours::next_deadline_us() const {
    const bool tells_settled = state_.config.announce_s != 0 && !self_.summary.settled;
    const TimeUs settled_us = tells_settled ? registry_.complete_us() : never_us;
    return std::min({announcer_.next_deadline_us(), table_.next_deadline_us(), query_due_us_,
                     asked_list_.due_us, settled_us});
}

// --- Other hosts -----------------------------------------------------------

NeighbourSource Neighbours::source_of(std::uint32_t if_index, const IpAddress& address) const {
    return {address, if_index, state_.interfaces.group_of(if_index, address)};
}

bool Neighbours::is_from_other_host(const Inbound& in) const {
    return in.from.port == state_.config.discovery_port &&
           !state_.interfaces.is_own(in.from.address);
}

void Neighbours::on_announcement(TimeUs now_us, const Inbound& in, const wire::Header& header,
                                 wire::Bytes fields) {
    wire::HostAnnouncement announcement;
    if (!messenger_.decode(header, fields, announcement)) return;
    // A host also hears its own broadcasts.
    const bool is_own = state_.interfaces.is_own(in.from.address);
    if (is_own && in.channel == Channel::announcement) return;
    if (!is_from_other_host(in)) return messenger_.counters.add(Counter::drop_unexpected);
    (void)responder_.note_arrival(now_us, in);
    const NeighbourSource source = source_of(in.if_index, in.from.address);
    const std::uint64_t sealed_ms = messenger_.sealer.seal().time_ms;
    const bool is_fresh = !messenger_.sealer.has_keys() ||
                          state_.wall_clock.agrees(now_us, sealed_ms, limits::replay_window_ms) ||
                          table_.is_answer(now_us, source, announcement.transaction);
    if (!is_fresh) return messenger_.counters.add(Counter::drop_replayed);
    table_.note(now_us, announcement, source, sealed_ms);
}

void Neighbours::on_query(TimeUs now_us, const Inbound& in, const wire::Header& header,
                          wire::Bytes fields) {
    wire::HostQuery query;
    if (!messenger_.decode(header, fields, query)) return;
    const bool is_local = state_.interfaces.is_loopback(in.if_index);
    const bool is_own_copy = in.channel == Channel::announcement &&
                             state_.interfaces.is_own(in.from.address) &&
                             in.from.port == state_.config.discovery_port;
    if (is_own_copy) return;
    if (!is_local && !is_answered_on(in.if_index, in.from.address.family)) {
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
    if (is_from_other_host(in)) {
        table_.note_query(now_us, source_of(in.if_index, in.from.address), has_token);
    }
    if (query.silent.is_known()) table_.note_silent(now_us, query.silent);
    update(now_us);
    const bool is_to_all =
        in.channel == Channel::announcement || in.is_link_broadcast || in.to.is_multicast();
    const bool wants_list = query.wants_list && !is_to_all && (has_token || is_local);
    const std::size_t size_max = std::min<std::uint64_t>(
        is_local ? limits::loopback_datagram_max : limits::network_datagram_max, allowance.left());
    std::size_t size = 0;
    if (wants_list && size_max >= limits::network_datagram_max) {
        size = send_list(now_us, arrival, query, size_max);
    } else {
        send_answer(now_us, arrival, query);
    }
    responder_.budget().spend(now_us, size);
}

void Neighbours::send_answer(TimeUs now_us, const wire::Arrival& arrival,
                             const wire::HostQuery& query) {
    const std::span<std::uint8_t> room = messenger_.outbox.reserve(message_max);
    wire::HostAnnouncement announcement = announcement_by(
        now_us, state_.interfaces.group_of(arrival.if_index, arrival.client.address));
    announcement.transaction = query.transaction;
    announcement.lifetime_s = announcer_.lifetime_s();
    announcement.address_token = responder_.tokens().make(now_us, arrival.client);
    const std::size_t size = room.empty() ? 0 : wire::encode(announcement, room);
    date(now_us);
    const TimeUs delay_us = messenger_.random.below(std::uint64_t{query.window_ms} * 1000 + 1);
    send(delay_us == 0 ? 0 : now_us + delay_us, responder_.route_to(arrival), size);
}

std::size_t Neighbours::send_list(TimeUs now_us, const wire::Arrival& arrival,
                                  const wire::HostQuery& query, std::size_t size_max) {
    const bool is_local = state_.interfaces.is_loopback(arrival.if_index);
    const std::span<std::uint8_t> room = messenger_.outbox.reserve(size_max);
    if (room.empty()) {
        messenger_.counters.add(Counter::drop_no_memory);
        return 0;
    }
    const wire::HostDescription self = announcement_by(
        now_us, state_.interfaces.group_of(arrival.if_index, arrival.client.address));
    wire::HostListWriter writer(room, query.transaction, state_.host, self.summary);
    const auto entries = table_.entries();
    std::uint32_t next_page = 0;
    for (std::uint32_t n = query.page; n < entries.size(); ++n) {
        const Neighbourhood::Entry& entry = entries[n];
        if (!is_local && entry.source.if_index != arrival.if_index) continue;
        wire::Neighbour neighbour;
        static_cast<wire::HostDescription&>(neighbour) = entry.host;
        neighbour.age_s = static_cast<std::uint32_t>((now_us - entry.heard_us) / 1'000'000);
        neighbour.sources[0] = {entry.source.address, is_local ? entry.source.if_index : 0};
        neighbour.source_count = 1;
        if (writer.add(neighbour)) continue;
        next_page = n;
        break;
    }
    const std::size_t size = writer.finish(next_page);
    send(0, responder_.route_to(arrival), size);
    return size;
}

void Neighbours::on_list(TimeUs now_us, const Inbound& in, const wire::Header& header,
                         wire::Bytes fields) {
    wire::HostList list;
    if (!messenger_.decode(header, fields, list)) return;
    const NeighbourSource& asked = asked_list_.source;
    const bool is_expected =
        asked_list_.transaction != 0 && list.transaction == asked_list_.transaction &&
        is_from_other_host(in) && in.from.address == asked.address && in.if_index == asked.if_index;
    if (!is_expected) return messenger_.counters.add(Counter::drop_unexpected);
    asked_list_.transaction = 0;
    asked_list_.tries = 0;
    wire::NeighbourReader neighbours(list);
    for (wire::Neighbour each; neighbours.next(each);) {
        for (const wire::HostSource& source : std::span(each.sources).first(each.source_count)) {
            const bool is_usable = state_.interfaces.on_link(in.if_index, source.address) &&
                                   !state_.interfaces.is_own(source.address);
            if (!is_usable) continue;
            table_.note_listed(now_us, each, source_of(in.if_index, source.address));
        }
    }
    // A list has no more pages than hosts.
    if (list.next_page > asked_list_.page && list.next_page < limits::neighbours_max) {
        ask_for_list(now_us, list.next_page);
    } else {
        asked_list_ = {};
    }
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/roles/neighbours.h"

#include <algorithm>

#include "core/kit/hash_index.h"
#include "wire/announcement_port.h"
#include "wire/client_messages.h"

namespace mpdisc::core {
namespace {

/// A page of a list that has not come is asked for again.
constexpr TimeUs page_gap_us = 300'000;
/// While a list comes page by page, no other list is asked for; but no longer than this.
constexpr TimeUs list_max_us = 20'000'000;

}  // namespace

Neighbours::Neighbours(Messenger& messenger, ProviderState& state, Responder& responder)
    : messenger_(messenger),
      state_(state),
      responder_(responder),
      table_(keyed_hash(state.config.secret[1], state.config.id.bytes), messenger.random) {}

void Neighbours::begin(TimeUs now_us) {
    table_.begin(now_us);
    // A host that is silent about itself asks nobody, either.
    if (state_.config.announce_s != 0) query_due_us_ = now_us;
}

void Neighbours::end() {
    table_.clear();
    query_due_us_ = never_us;
    asked_list_ = {};
}

void Neighbours::clear_own_shares() {
    table_.clear_own_shares();
}

void Neighbours::add_own_share(const wire::HostDescription& self, const InterfaceAddress& from) {
    table_.add_own_share(state_.interfaces.group_of(from.if_index, from.address),
                         wire::digest_of(self, from.address));
}

void Neighbours::summarize(TimeUs now_us, std::uint32_t if_index, const IpAddress& address,
                           wire::HostSummary& out) const {
    // A program of this host gets the hosts of all links.
    out.digest = state_.interfaces.is_loopback(if_index)
                     ? table_.digest()
                     : table_.digest(state_.interfaces.group_of(if_index, address));
    out.knows_neighbours = is_settled(now_us) && asks_all(if_index);
}

bool Neighbours::asks_all(std::uint32_t if_index) const {
    const bool is_local = state_.interfaces.is_loopback(if_index);
    return std::ranges::all_of(state_.interfaces.all(), [&](const InterfaceAddress& entry) {
        const bool is_there = !entry.is_loopback && (is_local || entry.if_index == if_index);
        return !is_there || responder_.serves(entry.if_index, entry.address.family);
    });
}

bool Neighbours::hears_announcements() const {
    return !is_deaf_ && wire::announcement_port(state_.config.discovery_port) != 0;
}

bool Neighbours::is_settled(TimeUs now_us) const {
    // A host that is silent about itself has asked nobody.
    return state_.config.announce_s != 0 && hears_announcements() && table_.is_settled(now_us);
}

// --- Questions to other hosts ----------------------------------------------

void Neighbours::ask(TimeUs now_us, const NeighbourSource& source, const wire::HostQuery& query,
                     bool is_dated) {
    const std::uint32_t scope = source.address.is_link_local() ? source.if_index : 0;
    // No question passes a router.
    const wire::Arrival to{
        {source.address, scope, state_.config.discovery_port}, source.if_index, {}, true};
    responder_.expect(now_us, to);
    messenger_.date(is_dated ? state_.wall_clock.at(now_us) : 0);
    messenger_.send(0, responder_.route_to(to), wire::host_message_size_max,
                    [&](std::span<std::uint8_t> room) {
                        return wire::pad_request(wire::encode(query, room), room);
                    });
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
    table_.tick(now_us);
    for (Neighbourhood::Question next; table_.next_question(now_us, next);) {
        wire::HostQuery query;
        query.transaction = next.transaction;
        ask(now_us, next.source, query, next.tries % 2 == 0);
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
    return std::min({table_.next_deadline_us(), query_due_us_, asked_list_.due_us});
}

bool Neighbours::is_query_due(TimeUs now_us) {
    if (now_us < query_due_us_) return false;
    query_due_us_ = never_us;
    return true;
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
    // Only broadcasts come to the announcement port. Nothing else that this host sends is expected.
    if (in.channel == Channel::announcement && state_.is_own_copy(in)) return;
    // Where no provider of this host answers, it asks nobody.
    const bool is_wanted =
        is_from_other_host(in) && responder_.serves(in.if_index, in.from.address.family);
    if (!is_wanted) return messenger_.counters.add(Counter::drop_unexpected);
    (void)responder_.note_arrival(now_us, in);
    const NeighbourSource source = source_of(in.if_index, in.from.address);
    const std::uint64_t sealed_ms = messenger_.sealer.seal().time_ms;
    const bool is_fresh = !messenger_.sealer.has_keys() ||
                          state_.wall_clock.agrees(now_us, sealed_ms, limits::replay_window_ms) ||
                          table_.is_answer(now_us, source, announcement.transaction);
    if (!is_fresh) {
        // The clock of the other host may differ. Only its answer is believed.
        table_.note_unproven(now_us, source);
        return messenger_.counters.add(Counter::drop_replayed);
    }
    table_.note(now_us, announcement, source, sealed_ms);
}

void Neighbours::note_query(TimeUs now_us, const Inbound& in, const wire::HostQuery& query,
                            bool is_proven) {
    if (is_from_other_host(in)) {
        const NeighbourSource source = source_of(in.if_index, in.from.address);
        if (is_proven) {
            table_.note_proven(now_us, source);
        } else {
            table_.note_unproven(now_us, source);
        }
    }
    if (query.silent.is_known()) table_.note_silent(now_us, query.silent);
}

std::size_t Neighbours::send_list(TimeUs now_us, const wire::Arrival& arrival,
                                  const wire::HostQuery& query, const wire::HostSummary& self,
                                  std::uint64_t bytes_max) {
    const bool is_local = state_.interfaces.is_loopback(arrival.if_index);
    const std::size_t size_max =
        is_local ? limits::loopback_datagram_max : limits::network_datagram_max;
    if (bytes_max < limits::network_datagram_max) return 0;
    return messenger_.send(
        0, responder_.route_to(arrival), std::min<std::uint64_t>(size_max, bytes_max),
        [&](std::span<std::uint8_t> room) {
            wire::HostListWriter writer(room, query.transaction, state_.host, self);
            const auto entries = table_.entries();
            for (std::uint32_t n = query.page; n < entries.size(); ++n) {
                const Neighbourhood::Entry& entry = entries[n];
                if (!is_local && entry.source.if_index != arrival.if_index) continue;
                wire::Neighbour neighbour;
                static_cast<wire::HostDescription&>(neighbour) = entry.host;
                neighbour.age_s = static_cast<std::uint32_t>((now_us - entry.heard_us) / 1'000'000);
                neighbour.sources[0] = {entry.source.address, is_local ? entry.source.if_index : 0};
                neighbour.source_count = 1;
                if (!writer.add(neighbour)) return writer.finish(n);
            }
            return writer.finish(0);
        });
}

NeighbourhoodStatus Neighbours::status(TimeUs now_us) const {
    return {state_.host, table_.count_hosts(), static_cast<std::uint32_t>(table_.entries().size()),
            table_.candidates(), is_settled(now_us)};
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
            const bool is_usable = state_.interfaces.has(in.if_index, source.address.family) &&
                                   responder_.serves(in.if_index, source.address.family) &&
                                   state_.interfaces.on_link(in.if_index, source.address) &&
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

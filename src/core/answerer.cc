// SPDX-License-Identifier: MIT
#include "core/answerer.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"

namespace mpdisc::core {
namespace {

/// What an advertisement without services and addresses takes, at most.
constexpr std::size_t overhead_used = wire::header_size + 6 * wire::field_header_size + 1 + 16 + 1 +
                                      limits::host_name_max + 4 + 33 + wire::auth_size;
constexpr std::size_t ipv4_size = 4 + wire::field_header_size;
constexpr std::size_t ipv6_size = 16 + wire::field_header_size;
static_assert(overhead_used + limits::advertised_addresses_max * ipv6_size <=
              limits::advertisement_overhead_max);
static_assert(overhead_used + ipv4_size + ipv6_size <= limits::advertisement_overhead_min,
              "a service of full size must fit beside the rest of an advertisement");

/// Removes the least preferred address that is not the only one of its family; false where each is.
bool drop_address(wire::Advertisement& advertisement) {
    const std::span<IpAddress> all(advertisement.addresses.data(), advertisement.address_count);
    for (std::size_t i = all.size(); i-- > 0;) {
        const Family family = all[i].family;
        if (std::ranges::count(all, family, &IpAddress::family) == 1) continue;
        std::copy(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                  all.begin() + static_cast<std::ptrdiff_t>(i));
        --advertisement.address_count;
        return true;
    }
    return false;
}

/// Begins an advertisement, with as many of its addresses as leave room for a service.
wire::AdvertisementWriter begin_with_room(wire::Advertisement advertisement, std::size_t service,
                                          std::span<std::uint8_t> room) {
    for (;;) {
        wire::AdvertisementWriter writer(advertisement, room);
        if (writer.fits(service) || !drop_address(advertisement)) return writer;
    }
}

constexpr TimeUs sent_at_once = 0;

/// The next one to answer with; false where there is none.
bool next_lacking(wire::ServiceList::Reader& services, const Question& question,
                  const ProviderId& provider, wire::ServiceList::Item& out) {
    while (services.next(out)) {
        if (question.filter().matches(out.service) && question.lacks(provider, out.encoded)) {
            return true;
        }
    }
    return false;
}

}  // namespace

wire::Advertisement Answerer::make_advertisement(const Speaker& speaker,
                                                 const Arrival& arrival) const {
    wire::Advertisement advertisement;
    advertisement.provider = speaker.id;
    advertisement.role = speaker.role;
    advertisement.host_name = speaker.host_name;
    advertisement.address_count = context_.interfaces.usable(
        arrival.if_index, speaker.family, arrival.client.address, advertisement.addresses);
    advertisement.lifetime_s = speaker.lifetime_s;
    return advertisement;
}

AnswerSize Answerer::answer_size(const Speaker& speaker, const Arrival& arrival) const {
    // Another provider may tell addresses that this one does not.
    Speaker any = speaker;
    any.family = Family::any;
    wire::Advertisement advertisement = make_advertisement(any, arrival);
    advertisement.roster.address_token = 1;  // which would be there as well
    std::array<std::uint8_t, limits::advertisement_overhead_max> room;
    const std::size_t size = wire::AdvertisementWriter(advertisement, room).size();
    return {size + context_.sealer.overhead()};
}

Route Answerer::route_to(const Speaker& speaker, const Arrival& arrival) const {
    // An answer to a neighbour goes back by the interface the request came in by, whatever the
    // routes say; any other one as they say.
    const bool neighbour = context_.interfaces.on_link(arrival.if_index, arrival.client.address);
    // Who claims to be a neighbour by its request alone is answered through no router, so that
    // nobody can make a host send to others.
    const bool claims = !neighbour && arrival.claims_link;
    Route route{speaker.channel, arrival.client, arrival.local,
                neighbour || claims ? arrival.if_index : 0, claims};
    // Over loopback that is the way in any case, and to say so costs the system time.
    if (arrival.client.address == context_.interfaces.loopback() &&
        arrival.local == arrival.client.address) {
        route.source = {};
        route.if_index = 0;
    }
    return route;
}

void Answerer::answer(TimeUs now_us, const Speaker& speaker, const Arrival& arrival,
                      const wire::Request& request, const wire::Roster& roster,
                      std::uint64_t bytes_max) {
    wire::Advertisement advertisement = make_advertisement(speaker, arrival);
    advertisement.transaction = request.transaction;
    advertisement.attempt = request.attempt;
    advertisement.roster = roster;
    const Route route = route_to(speaker, arrival);
    const TimeUs delay_us = context_.random.below(std::uint64_t{request.window_ms} * 1000 + 1);
    const TimeUs due_us = delay_us == 0 ? sent_at_once : now_us + delay_us;

    const Question question(request);
    wire::ServiceList::Reader services = context_.services.list().read();
    wire::ServiceList::Item item;
    bool is_left = bytes_max != 0 && next_lacking(services, question, speaker.id, item);
    if (!is_left && speaker.role != Role::primary) return;
    advertisement.shard = is_left ? std::uint8_t{0} : request.known.shard;
    std::size_t overhead = 0;
    do {
        const std::span<std::uint8_t> room = context_.outbox.reserve(limits::network_datagram_max);
        if (room.empty()) return context_.counters.add(Counter::drop_no_memory);
        wire::AdvertisementWriter writer =
            begin_with_room(advertisement, is_left ? item.encoded.size() : 0, room);
        const std::size_t seal_size = context_.sealer.overhead();
        overhead = writer.size() + seal_size;
        expects(!is_left || writer.fits(item.encoded.size()));
        const auto fits = [&] {
            return writer.fits(item.encoded.size()) &&
                   writer.size() + item.encoded.size() + seal_size <= bytes_max;
        };
        while (is_left && fits()) {
            writer.add(item.encoded);
            is_left = next_lacking(services, question, speaker.id, item);
        }
        bytes_max -= std::min<std::uint64_t>(bytes_max, writer.size() + seal_size);
        send(due_us, route, writer.finish());
    } while (is_left && overhead + item.encoded.size() <= bytes_max);
}

void Answerer::send(TimeUs due_us, const Route& route, std::size_t size) {
    const bool is_queued = due_us == sent_at_once ? context_.outbox.commit(route, size)
                                                  : context_.outbox.commit_at(due_us, route, size);
    context_.counters.add(is_queued ? Counter::answers : Counter::drop_no_memory);
}

}  // namespace mpdisc::core

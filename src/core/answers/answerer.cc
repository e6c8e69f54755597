// SPDX-License-Identifier: MIT
#include "core/answers/answerer.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"

namespace mpdisc::core {
namespace {

/// The size of an advertisement without services, host name and addresses: ATTEMPT, PROVIDER_ID,
/// ROLE, LIFETIME, and a ROSTER with a token.
constexpr std::size_t bare_size =
    wire::header_size + 5 * wire::field_header_size + 1 + 16 + 1 + 4 + 33;
constexpr std::size_t host_name_size = wire::field_header_size + limits::host_name_max;
constexpr std::size_t addresses_size =
    limits::advertised_addresses_max * (wire::field_header_size + 16);
static_assert(bare_size + wire::auth_size == limits::advertisement_overhead_min,
              "a service of full size must fit beside the rest of an advertisement");
static_assert(bare_size + wire::auth_size + host_name_size + addresses_size <=
              limits::advertisement_overhead_max);

static_assert(bare_size + wire::auth_size + 3 * wire::field_header_size + 16 + 1 +
                      wire::Sketch::size_max <=
                  limits::network_datagram_max,
              "a sketch must fit beside FORMER_PRIMARY and SHARD");

/// Removes the least preferred address whose family has another one; false if there is none.
bool leave_out_spare_address(wire::Advertisement& advertisement) {
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

/// Leaves out the item that a client needs least; false if there is none left. Spare addresses go
/// first. The host name is next: it is for people, and other advertisements of the host have it.
/// Then come the last addresses of the families, the less preferred one first. If none is left, a
/// client still has the source address of the datagram.
bool leave_out_one(wire::Advertisement& advertisement) {
    if (leave_out_spare_address(advertisement)) return true;
    if (!advertisement.host_name.empty()) {
        advertisement.host_name = {};
        return true;
    }
    if (advertisement.address_count == 0) return false;
    --advertisement.address_count;
    return true;
}

/// Begins an advertisement, and leaves out as much of it as a field of that size needs.
wire::AdvertisementWriter begin_with_room(wire::Advertisement advertisement, std::size_t field,
                                          std::span<std::uint8_t> room) {
    for (;;) {
        wire::AdvertisementWriter writer(advertisement, room);
        if (writer.fits(field) || !leave_out_one(advertisement)) return writer;
    }
}

/// The next service to answer with; false if there is none.
bool next_lacking(wire::ServiceList::Reader& services, Question& question,
                  const ProviderId& provider, wire::ServiceList::Item& out) {
    while (services.next(out)) {
        if (question.filter().matches(out.service) && question.lacks(provider, out.encoded)) {
            return true;
        }
    }
    return false;
}

}  // namespace

wire::Advertisement Answerer::make_advertisement(const wire::Arrival& arrival,
                                                 Family family) const {
    wire::Advertisement advertisement;
    advertisement.provider = state_.config.id;
    advertisement.role = state_.role == Role::primary ? Role::primary : Role::secondary;
    advertisement.host_name = state_.host_name.view();
    advertisement.address_count = state_.interfaces.usable(
        arrival.if_index, family, arrival.client.address, advertisement.addresses);
    advertisement.lifetime_s = std::max<std::uint32_t>(state_.lease_ms / 1000, 1);
    return advertisement;
}

AnswerSize Answerer::answer_size(const wire::Arrival& arrival) const {
    // Other providers may advertise addresses of a family that this one leaves out.
    const wire::Advertisement all = make_advertisement(arrival, Family::any);
    std::size_t size = bare_size + messenger_.sealer.overhead();
    if (!all.host_name.empty()) size += wire::field_header_size + all.host_name.size();
    for (const IpAddress& each : std::span(all.addresses).first(all.address_count)) {
        size += wire::field_header_size + each.raw().size();
    }
    return {size};
}

Route Answerer::route_to(const wire::Arrival& arrival) const {
    // An answer to a neighbour leaves by the interface of the request. Any other answer follows the
    // routes.
    const bool neighbour = state_.interfaces.on_link(arrival.if_index, arrival.client.address);
    // Only its broadcast shows that this client is a neighbour. An answer to it passes no router,
    // so a forged source address cannot make this host send beyond the link.
    const bool claims = !neighbour && arrival.claims_link;
    const Channel channel = state_.role == Role::primary ? Channel::discovery : Channel::answer;
    Route route{channel, arrival.client, arrival.local, neighbour || claims ? arrival.if_index : 0,
                claims};
    // On loopback the system chooses the same route, and is faster.
    if (arrival.client.address == state_.interfaces.loopback() &&
        arrival.local == arrival.client.address) {
        route.source = {};
        route.if_index = 0;
    }
    return route;
}

void Answerer::answer(TimeUs now_us, const wire::Arrival& arrival, const wire::Request& request,
                      const wire::Roster& roster, std::uint64_t bytes_max,
                      const WatchReport& report) {
    wire::Advertisement advertisement = make_advertisement(arrival, state_.config.family);
    advertisement.transaction = request.transaction;
    advertisement.attempt = request.attempt;
    advertisement.roster = roster;
    if (report.former_primary != nullptr) advertisement.former_primary = *report.former_primary;
    const Route route = route_to(arrival);
    const TimeUs delay_us = messenger_.random.below(std::uint64_t{request.window_ms} * 1000 + 1);
    const TimeUs due_us = delay_us == 0 ? 0 : now_us + delay_us;

    Question question(request);
    wire::ServiceList::Reader services = state_.services.list().read();
    wire::ServiceList::Item item;
    bool is_left = bytes_max != 0 && next_lacking(services, question, state_.config.id, item);
    if (!is_left && state_.role != Role::primary) return;
    advertisement.shard = is_left ? std::uint8_t{0} : request.known.shard;
    const std::size_t seal_size = messenger_.sealer.overhead();
    for (bool is_first = true; is_first || is_left; is_first = false) {
        const std::span<std::uint8_t> room =
            messenger_.outbox.reserve(limits::network_datagram_max);
        if (room.empty()) return messenger_.counters.add(Counter::drop_no_memory);
        const std::size_t next_field =
            is_left ? item.encoded.size() : wire::field_header_size + report.sketch.size();
        wire::AdvertisementWriter writer = begin_with_room(advertisement, next_field, room);
        expects(writer.fits(next_field));
        writer.add_sketch(report.sketch);
        const auto fits = [&] {
            return writer.fits(item.encoded.size()) &&
                   writer.size() + item.encoded.size() + seal_size <= bytes_max;
        };
        if (is_left && !fits()) {
            // A further datagram without services would be of no use.
            if (!is_first) return;
            writer = wire::AdvertisementWriter(advertisement, room);
        }
        while (is_left && fits()) {
            writer.add(item.encoded);
            is_left = next_lacking(services, question, state_.config.id, item);
        }
        bytes_max -= std::min<std::uint64_t>(bytes_max, writer.size() + seal_size);
        send(due_us, route, writer.finish());
    }
}

void Answerer::send(TimeUs due_us, const Route& route, std::size_t size) {
    const bool is_queued = messenger_.outbox.commit(route, size, due_us);
    messenger_.counters.add(is_queued ? Counter::answers : Counter::drop_no_memory);
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/answerer.h"

#include <algorithm>
#include <array>

#include "core/question.h"

namespace mpdisc::core {
namespace {

/// What an advertisement without services takes, at most.
constexpr std::size_t overhead_used =
    wire::header_size + 6 * wire::field_header_size + 1 + 16 + 1 + limits::host_name_max + 4 + 25 +
    limits::advertised_addresses_max * (16 + wire::field_header_size);
static_assert(overhead_used <= limits::advertisement_overhead_max,
              "a service of full size must fit beside the rest of an advertisement");

constexpr TimeUs sent_at_once = 0;

}  // namespace

void Answerer::answer(TimeUs now_us, const Speaker& speaker, const Arrival& arrival,
                      const wire::Request& request, const wire::Roster& roster) {
    wire::Advertisement advertisement;
    advertisement.transaction = request.transaction;
    advertisement.attempt = request.attempt;
    advertisement.provider = speaker.id;
    advertisement.role = speaker.role;
    advertisement.host_name = speaker.host_name;
    advertisement.address_count =
        context_.interfaces.usable(arrival.if_index, speaker.family, advertisement.addresses);
    advertisement.lifetime_s = speaker.lifetime_s;
    advertisement.roster = roster;

    // An answer to a neighbour goes back by the interface the request came in by, whatever the
    // routes say; any other one as they say.
    const bool neighbour = context_.interfaces.on_link(arrival.if_index, arrival.client.address);
    const Route route{speaker.channel, arrival.client, arrival.local,
                      neighbour ? arrival.if_index : 0};
    const TimeUs delay_us = context_.random.below(std::uint64_t{request.window_ms} * 1000 + 1);
    const TimeUs due_us = delay_us == 0 ? sent_at_once : now_us + delay_us;

    std::array<std::uint8_t, limits::network_datagram_max> chunk;
    // Services get what the advertisement leaves, and it takes hardly ever what it may.
    const std::size_t chunk_max = chunk.size() - wire::encode(advertisement, chunk);
    std::size_t filled = 0;
    const Question question(request);
    wire::ServiceList::Reader services = context_.services.list().read();
    for (wire::ServiceList::Item item; services.next(item);) {
        if (!question.filter().matches(item.service) || !question.lacks(speaker.id, item.encoded)) {
            continue;
        }
        if (item.encoded.size() > chunk_max - filled) {
            send(due_us, route, advertisement, {chunk.data(), filled});
            filled = 0;
        }
        std::copy(item.encoded.begin(), item.encoded.end(),
                  chunk.begin() + static_cast<std::ptrdiff_t>(filled));
        filled += item.encoded.size();
    }
    const bool has_roster = speaker.role == Role::primary;
    if (filled != 0 || has_roster) send(due_us, route, advertisement, {chunk.data(), filled});
}

void Answerer::send(TimeUs due_us, const Route& route, wire::Advertisement& advertisement,
                    wire::Bytes services) {
    advertisement.services = wire::ServiceList(services);
    const std::span<std::uint8_t> room = context_.outbox.reserve(limits::network_datagram_max);
    const std::size_t size = room.empty() ? 0 : wire::encode(advertisement, room);
    const bool queued =
        size != 0 && (due_us == sent_at_once ? context_.outbox.commit(route, size)
                                             : context_.outbox.commit_at(due_us, route, size));
    if (!queued) {
        context_.counters.add(Counter::drop_no_memory);
        return;
    }
    context_.counters.add(Counter::answers);
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/probe_requests.h"

#include <algorithm>
#include <array>

namespace mpdisc::core {
namespace {

/// Services that a filter of so many bytes tells apart well enough.
constexpr std::size_t capacity_of(std::size_t bytes) {
    return bytes * 8 / wire::known_answer_bits;
}

/// Few services would fall together in a filter of a few bits.
constexpr std::size_t filter_bytes_min = 16;

constexpr std::size_t bytes_for(std::size_t services) {
    return std::max(filter_bytes_min, (services * wire::known_answer_bits + 7) / 8);
}

}  // namespace

std::uint8_t ProbeRequests::write(wire::Request request, std::uint32_t of_host,
                                  std::span<const Route> routes) {
    const std::uint32_t known = count_known(of_host);
    std::array<std::uint8_t, limits::network_datagram_max> scratch;
    // The filter gets what the rest of the request leaves.
    const std::size_t rest = wire::encode(request, scratch) + limits::request_reserve +
                             wire::field_header_size + wire::known_answers_overhead;
    const std::size_t room = scratch.size() > rest ? scratch.size() - rest : 0;
    const std::size_t capacity = capacity_of(room);
    const std::size_t shards = capacity == 0 ? 0 : (known + capacity - 1) / capacity;
    // Who has no room to say what it knows asks for everything.
    if (shards == 0 || shards > limits::request_shards_max) return send(request, routes) ? 1 : 0;

    request.known.hashes = wire::known_answer_hashes;
    request.known.shards = static_cast<std::uint8_t>(shards);
    const std::span bits(scratch.data(), std::min(room, bytes_for((known + shards - 1) / shards)));
    bool is_sent = true;
    for (std::size_t shard = 0; shard < shards; ++shard) {
        request.known.shard = static_cast<std::uint8_t>(shard);
        fill(request, bits, of_host);
        is_sent = send(request, routes) && is_sent;
    }
    return is_sent ? request.known.shards : std::uint8_t{0};
}

std::uint32_t ProbeRequests::count_known(std::uint32_t of_host) const {
    if (of_host == all_hosts) return found_.size();
    std::uint32_t count = 0;
    for (std::uint32_t number = 0; number < found_.size(); ++number) {
        if (is_of(number, of_host)) ++count;
    }
    return count;
}

bool ProbeRequests::is_of(std::uint32_t number, std::uint32_t of_host) const {
    return of_host == all_hosts || hosts_.number_of(found_.host_of(number)) == of_host;
}

void ProbeRequests::fill(wire::Request& request, std::span<std::uint8_t> bits,
                         std::uint32_t of_host) const {
    std::ranges::fill(bits, std::uint8_t{0});
    for (std::uint32_t number = 0; number < found_.size(); ++number) {
        if (!is_of(number, of_host)) continue;
        const FoundRecord& record = found_[number];
        const std::uint64_t hash = wire::answer_hash(request.transaction, request.attempt,
                                                     record.provider, record.encoded());
        if (wire::shard_of(hash, request.known.shards) == request.known.shard) {
            wire::add_known_answer(bits, hash);
        }
    }
    request.known.bits = bits;
}

bool ProbeRequests::send(const wire::Request& request, std::span<const Route> routes) {
    bool is_sent = true;
    for (const Route& route : routes) {
        const std::span<std::uint8_t> room = outbox_.reserve(limits::network_datagram_max);
        const std::size_t size = room.empty() ? 0 : wire::encode(request, room);
        is_sent = size != 0 && outbox_.commit(route, size) && is_sent;
    }
    return is_sent;
}

}  // namespace mpdisc::core

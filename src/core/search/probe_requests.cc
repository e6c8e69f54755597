// SPDX-License-Identifier: MIT
#include "core/search/probe_requests.h"

#include <algorithm>
#include <array>

namespace mpdisc::core {
namespace {

static_assert(wire::auth_size <= limits::request_reserve);

/// How many services a filter of this size tells apart well enough.
constexpr std::size_t capacity_of(std::size_t bytes) {
    return bytes * 8 / wire::known_answer_bits;
}

/// While the filter is small, it has so many bytes for each service that it hides only one missing
/// service in 360,000.
constexpr std::size_t filter_bytes_each = 5;
constexpr std::size_t filter_bytes_cheap = 256;
/// A smaller filter has too few bits: each service sets seven of them.
constexpr std::size_t filter_bytes_min = 16;

constexpr std::size_t bytes_for(std::size_t services) {
    return std::max({filter_bytes_min, std::min(services * filter_bytes_each, filter_bytes_cheap),
                     (services * wire::known_answer_bits + 7) / 8});
}

}  // namespace

ProbeRequests::ProbeRequests(const Catalogue& catalogue, Outbox& outbox,
                             const wire::Request& request)
    : outbox_(outbox), request_(request) {
    std::array<std::uint8_t, limits::network_datagram_max> scratch;
    // The filter gets the room that the rest of the request leaves.
    const std::size_t rest = wire::encode(request, scratch) + limits::request_reserve +
                             wire::field_header_size + wire::known_answers_overhead;
    const std::size_t room = scratch.size() > rest ? scratch.size() - rest : 0;
    const std::size_t capacity = capacity_of(room);
    if (capacity == 0) return;
    room_ = room;
    const FoundServices& services = catalogue.services();
    const std::size_t shards = (services.size() + capacity - 1) / capacity;
    if (shards > limits::request_shards_max || !known_.reserve(services.size())) return;
    shards_ = static_cast<std::uint8_t>(std::max<std::size_t>(shards, 1));
    for (std::uint32_t number = 0; number < services.end(); ++number) {
        if (!services.is_live(number)) continue;
        const FoundRecord& record = services[number];
        (void)known_.push_back({wire::answer_hash(request.transaction, request.attempt,
                                                  record.provider, record.encoded()),
                                catalogue.hosts().number_of(record.host)});
    }
}

bool ProbeRequests::write(std::uint32_t of_host, bool wants_roster, std::span<const Route> routes,
                          std::uint64_t address_token) {
    request_.known = {};
    request_.address_token = address_token;
    const std::uint32_t known = count_known(of_host);
    if (known == 0 && (!wants_roster || room_ == 0)) return send(routes);

    std::array<std::uint8_t, limits::network_datagram_max> bytes;
    const std::size_t of_each = (known + shards_ - 1U) / shards_;
    const std::span bits(bytes.data(), std::min(room_, bytes_for(of_each)));
    return send_shards(of_host, wants_roster, bits, routes);
}

bool ProbeRequests::write_to_silent(const Route& route) {
    request_.known = {};
    request_.address_token = 0;
    if (room_ == 0) return send(std::span(&route, 1));
    std::array<std::uint8_t, 1> no_bits;
    return send_shards(no_host, true, no_bits, std::span(&route, 1));
}

bool ProbeRequests::send_shards(std::uint32_t of_host, bool wants_roster,
                                std::span<std::uint8_t> bits, std::span<const Route> routes) {
    request_.known.hashes = wire::known_answer_hashes;
    request_.known.shards = shards_;
    request_.known.wants_roster = wants_roster;
    request_.known.bits = bits;
    bool is_sent = true;
    for (std::uint8_t shard = 0; shard < shards_; ++shard) {
        request_.known.shard = shard;
        fill(bits, of_host);
        is_sent = send(routes) && is_sent;
    }
    return is_sent;
}

std::uint32_t ProbeRequests::count_known(std::uint32_t of_host) const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(known_, [&](const Known& each) { return each.is_of(of_host); }));
}

void ProbeRequests::fill(std::span<std::uint8_t> bits, std::uint32_t of_host) {
    std::ranges::fill(bits, std::uint8_t{0});
    for (const Known& each : known_) {
        const bool is_here = wire::shard_of(each.hash, shards_) == request_.known.shard;
        if (is_here && each.is_of(of_host)) wire::add_known_answer(bits, each.hash);
    }
}

bool ProbeRequests::send(std::span<const Route> routes) {
    bool is_sent = true;
    for (const Route& route : routes) {
        const std::span<std::uint8_t> room = outbox_.reserve(limits::network_datagram_max);
        const std::size_t size =
            room.empty() ? 0 : wire::pad_request(wire::encode(request_, room), room);
        is_sent = size != 0 && outbox_.commit(route, size) && is_sent;
    }
    return is_sent;
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/answers/request_paths.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Remembers requests for ten seconds: by which paths (loopback and broadcast, two interfaces, IPv4
/// and IPv6) each attempt has come. Two requests that fall on one place displace each other: then
/// one may be answered twice, which clients do not mind.
class RecentRequests {
   public:
    /// One number for a request's transaction, attempt and shard, from which places in tables come;
    /// never 0.
    [[nodiscard]] static std::uint64_t number_of(const wire::Request& request) {
        return number_of(request.transaction + request.attempt * 256U + request.known.shard);
    }
    /// The same for a request that has a transaction alone.
    [[nodiscard]] static std::uint64_t number_of(std::uint64_t transaction) {
        return transaction * 0x9E37'79B9'7F4A'7C15U | 1U;
    }

    /// The paths by which this attempt of the transaction has come so far, or this shard of it,
    /// with a valid token or without. Valid until the next call.
    [[nodiscard]] RequestPaths& paths_of(TimeUs now_us, const wire::Request& request,
                                         bool has_token) {
        Entry& entry = entries_[place_of(request)];
        if (!remembers(now_us, request, has_token)) {
            entry = {now_us + memory_us,  request.transaction, request.attempt,
                     request.known.shard, has_token,           RequestPaths{}};
        }
        return entry.paths;
    }
    /// Whether it has come by any path, and neither time nor another one has displaced it.
    [[nodiscard]] bool remembers(TimeUs now_us, const wire::Request& request,
                                 bool has_token) const {
        const Entry& entry = entries_[place_of(request)];
        return entry.transaction == request.transaction && entry.attempt == request.attempt &&
               entry.shard == request.known.shard && entry.has_token == has_token &&
               now_us < entry.until_us;
    }
    /// Whether the attempt before, without a token, came by some path that is worth more of a try
    /// than this one: it has less in common with those that asked. No path is passed over more than
    /// a few times in a row: others may have been forged.
    [[nodiscard]] bool has_better_path(TimeUs now_us, const wire::Request& request,
                                       const RequestPath& path) const {
        int passed_over = 0;
        for_each_former(now_us, request, [&](const RequestPaths& former) {
            passed_over = former.has_passed_over(path) ? passed_over + 1 : 0;
        });
        if (passed_over >= passed_over_max) return false;
        const unsigned novelty = novelty_of(now_us, request, path);
        wire::Request before = request;
        before.known.shard = 0;
        --before.attempt;
        if (!remembers(now_us, before, false)) return false;
        return std::ranges::any_of(
            entries_[place_of(before)].paths.all(),
            [&](const RequestPath& other) { return novelty_of(now_us, request, other) > novelty; });
    }

   private:
    static constexpr TimeUs memory_us = 10'000'000;

    struct Entry {
        TimeUs until_us = 0;
        std::uint64_t transaction = 0;
        std::uint8_t attempt = 0;
        std::uint8_t shard = 0;
        bool has_token = false;
        RequestPaths paths;
    };

    /// So many attempts count, before the one at hand.
    static constexpr std::uint8_t former_max = 8;
    static constexpr int passed_over_max = 3;

    template <typename Visit>
    void for_each_former(TimeUs now_us, wire::Request request, Visit visit) const {
        const std::uint8_t end = request.attempt;
        request.known.shard = 0;
        request.attempt = end > former_max ? static_cast<std::uint8_t>(end - former_max) : 1;
        for (; request.attempt < end; ++request.attempt) {
            if (remembers(now_us, request, false)) visit(entries_[place_of(request)].paths);
        }
    }
    /// What of a path was not tried before. The number grows with its worth: an address of the
    /// client counts more than an interface, and an interface more than a pair of both.
    static constexpr unsigned new_client = 4;
    static constexpr unsigned new_interface = 2;
    static constexpr unsigned new_pair = 1;
    [[nodiscard]] unsigned novelty_of(TimeUs now_us, const wire::Request& request,
                                      const RequestPath& path) const {
        unsigned novelty = new_client | new_interface | new_pair;
        for_each_former(now_us, request, [&](const RequestPaths& former) {
            const RequestPath* const tried = former.first_asking();
            if (tried == nullptr) return;
            if (tried->client_hash == path.client_hash) novelty &= ~new_client;
            if (tried->if_index == path.if_index) novelty &= ~new_interface;
            if (*tried == path) novelty &= ~new_pair;
        });
        return novelty;
    }

    [[nodiscard]] static std::size_t place_of(const wire::Request& request) {
        // From the highest bits: there the attempts of one transaction are well apart.
        return static_cast<std::size_t>((number_of(request) >> 32) * limits::recent_requests_max >>
                                        32);
    }

    std::array<Entry, limits::recent_requests_max> entries_;
};

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/answers/request_paths.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Remembers for ten seconds by which paths each attempt of a request has come: loopback and
/// broadcast, two interfaces, IPv4 and IPv6. Two requests may share a place in the table. Then the
/// later one replaces the other one, which may be answered twice. Clients tolerate that.
class RecentRequests {
   public:
    /// A hash of the transaction, attempt and shard of a request. Never 0.
    [[nodiscard]] static std::uint64_t number_of(const wire::Request& request) {
        return number_of(request.transaction + request.attempt * 256U + request.known.shard);
    }
    /// The same for a request that only has a transaction.
    [[nodiscard]] static std::uint64_t number_of(std::uint64_t transaction) {
        return transaction * 0x9E37'79B9'7F4A'7C15U | 1U;
    }

    /// One attempt of a transaction, or one shard of it.
    struct Record {
        TimeUs until_us = 0;
        std::uint64_t transaction = 0;
        std::uint8_t attempt = 0;
        std::uint8_t shard = 0;
        /// It came with a valid token.
        bool has_token = false;
        RequestPaths paths;
    };

    /// Null if the attempt has not come before, or is forgotten. Valid until the next add().
    [[nodiscard]] Record* find(TimeUs now_us, const wire::Request& request) {
        Record& record = records_[place_of(request)];
        return is_of(now_us, record, request) ? &record : nullptr;
    }
    /// Adds a record of the attempt, without paths. It replaces the former one in this place.
    [[nodiscard]] Record& add(TimeUs now_us, const wire::Request& request, bool has_token) {
        Record& record = records_[place_of(request)];
        record = {now_us + memory_us,  request.transaction, request.attempt,
                  request.known.shard, has_token,           RequestPaths{}};
        return record;
    }
    /// Whether one of the last two attempts came by a better path than this one. Attempts with a
    /// token, and attempts without one, are compared with their like. The very last one may have
    /// come by few paths, if the client knew this host's address. A better path has less in common
    /// with the paths that asked so far, or asked longer ago. A path is passed over only a few
    /// times in a row, because the other paths may be forged.
    [[nodiscard]] bool has_better_path(TimeUs now_us, const wire::Request& request, bool has_token,
                                       const RequestPath& path) const {
        int passed_over = 0;
        for_each_former(now_us, request, has_token, [&](const RequestPaths& former) {
            passed_over = former.has_passed_over(path) ? passed_over + 1 : 0;
        });
        if (passed_over >= passed_over_max) return false;
        const unsigned novelty = novelty_of(now_us, request, has_token, path);
        bool has_better = false;
        for_each_former<2>(now_us, request, has_token, [&](const RequestPaths& former) {
            for (const RequestPath& other : former.all()) {
                has_better = has_better || novelty_of(now_us, request, has_token, other) > novelty;
            }
        });
        return has_better;
    }

   private:
    static constexpr TimeUs memory_us = 10'000'000;
    /// How many attempts before the present one count.
    static constexpr std::uint8_t former_max = 8;
    static constexpr int passed_over_max = 3;

    [[nodiscard]] static bool is_of(TimeUs now_us, const Record& record,
                                    const wire::Request& request) {
        return record.transaction == request.transaction && record.attempt == request.attempt &&
               record.shard == request.known.shard && now_us < record.until_us;
    }
    /// The paths of an earlier attempt, with a token or without one; null if there was none.
    [[nodiscard]] const RequestPaths* former_paths(TimeUs now_us, wire::Request request,
                                                   bool has_token, std::uint8_t attempt) const {
        request.known.shard = 0;
        request.attempt = attempt;
        const Record& record = records_[place_of(request)];
        const bool is_former = record.has_token == has_token && is_of(now_us, record, request);
        return is_former ? &record.paths : nullptr;
    }
    template <std::uint8_t count = former_max, typename Visit>
    void for_each_former(TimeUs now_us, const wire::Request& request, bool has_token,
                         Visit visit) const {
        const int end = request.attempt;
        for (int attempt = std::max(end - count, 1); attempt < end; ++attempt) {
            const RequestPaths* const former =
                former_paths(now_us, request, has_token, static_cast<std::uint8_t>(attempt));
            if (former != nullptr) visit(*former);
        }
    }
    /// What is new about a path, as a sum. A new address of the client counts more than a new
    /// interface, and a new interface counts more than a new pair of both. Then the number of
    /// attempts counts since this path asked.
    static constexpr unsigned new_client = 64;
    static constexpr unsigned new_interface = 32;
    static constexpr unsigned new_pair = 16;
    static_assert(former_max < new_pair);
    [[nodiscard]] unsigned novelty_of(TimeUs now_us, const wire::Request& request, bool has_token,
                                      const RequestPath& path) const {
        unsigned novelty = new_client | new_interface | new_pair;
        unsigned attempts_since = 0;
        for_each_former(now_us, request, has_token, [&](const RequestPaths& former) {
            ++attempts_since;
            const RequestPath* const tried = former.first_asking();
            if (tried == nullptr) return;
            if (tried->client_hash == path.client_hash) novelty &= ~new_client;
            if (tried->if_index == path.if_index) novelty &= ~new_interface;
            if (*tried != path) return;
            novelty &= ~new_pair;
            attempts_since = 0;
        });
        return novelty + attempts_since;
    }

    [[nodiscard]] static std::size_t place_of(const wire::Request& request) {
        // The attempts of one transaction differ most in the highest bits.
        return static_cast<std::size_t>((number_of(request) >> 32) * limits::recent_requests_max >>
                                        32);
    }

    std::array<Record, limits::recent_requests_max> records_;
};

}  // namespace mpdisc::core

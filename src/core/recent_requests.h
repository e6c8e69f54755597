// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/request_paths.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Remembers requests for ten seconds, so that one which comes over several paths (loopback and
/// broadcast, two interfaces, IPv4 and IPv6) is answered once. Two that fall on one place displace
/// each other: then one may be answered twice, which clients do not mind.
class RecentRequests {
   public:
    /// One number for a request's transaction, attempt and shard, from which places in tables come;
    /// never 0.
    [[nodiscard]] static std::uint64_t number_of(const wire::Request& request) {
        return (request.transaction + request.attempt * 256U + request.known.shard) *
                   0x9E37'79B9'7F4A'7C15U |
               1U;
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

    [[nodiscard]] static std::size_t place_of(const wire::Request& request) {
        return static_cast<std::size_t>(number_of(request) >> 32) % limits::recent_requests_max;
    }

    std::array<Entry, limits::recent_requests_max> entries_;
};

}  // namespace mpdisc::core

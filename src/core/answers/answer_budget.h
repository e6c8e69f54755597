// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/host/provider_config.h"
#include "core/kit/part_table.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What the answers to one request may take together, in bytes.
class Allowance {
   public:
    explicit Allowance(std::uint64_t bytes = UINT64_MAX) : left_(bytes) {}

    /// False, and nothing is taken, where so much is not left.
    [[nodiscard]] bool spend(std::uint64_t bytes) {
        if (bytes > left_) is_exceeded_ = true;
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }
    /// Takes so much, or all that is left; returns how much may be sent: no limit where the whole
    /// was there.
    [[nodiscard]] std::uint64_t spend_up_to(std::uint64_t bytes) {
        return spend(bytes) ? UINT64_MAX : std::exchange(left_, 0);
    }

    [[nodiscard]] std::uint64_t left() const { return left_; }
    /// Whether more was wanted at some time than there was.
    [[nodiscard]] bool is_exceeded() const { return is_exceeded_; }

   private:
    std::uint64_t left_;
    bool is_exceeded_ = false;
};

/// A token bucket: lets `rate` bytes a second pass, and twice as many at once after a rest. A rate
/// of 0 is no limit.
class RateMeter {
   public:
    /// What may pass now.
    [[nodiscard]] std::uint64_t left(TimeUs now_us, std::uint64_t rate) const;
    void spend(TimeUs now_us, std::uint64_t rate, std::uint64_t bytes);

   private:
    /// When what has passed will have been earned.
    std::uint64_t refilled_ns_ = 0;
};

/// How far a requester is trusted with the host's bandwidth and time.
enum class Trust : std::uint8_t {
    /// It has a key, but when it asked nobody knows: the request may be somebody else's of before.
    undated,
    /// Its address may be forged.
    stranger,
    /// It was shown to receive what is sent to its address.
    proven,
};

/// Who asks, and by how much.
struct Requester {
    Endpoint client;
    Trust trust = Trust::stranger;
    /// Of its request, in bytes.
    std::size_t size = 0;
    /// It is on this host, whatever else is known of it.
    bool is_local = false;
};

/// What a primary lets be sent to clients, and how much time they may take (mpdisc.7, SECURITY).
///
/// Strangers get a small multiple of what they sent, from a budget of their own, so that whoever
/// forges addresses uses up nobody else's. Whoever has proved his address is known for a while, and
/// has no part in what happens to strangers. Where a budget is used up, those who have not asked
/// lately still get the least answer there is, by which they can prove themselves.
class AnswerBudget {
   public:
    /// `hash_key` is secret, so that nobody can choose whom to displace.
    AnswerBudget(const AnswerRates& rates, std::uint64_t hash_key)
        : rates_(rates), hash_key_(hash_key) {}

    /// What the answers to a request may take beside the least one. False: the request is to be
    /// dropped.
    [[nodiscard]] bool grant(TimeUs now_us, const Requester& requester, Allowance& out);
    /// So much of what was granted last was used; something MUST have been.
    void spend(TimeUs now_us, std::uint64_t bytes);

   private:
    struct Client {
        /// Stands for it; 0: free.
        std::uint64_t hash = 0;
        /// For what bears its address and may be forged, and for what is not.
        RateMeter unproven;
        RateMeter proven;
        TimeUs known_until_us = 0;
        TimeUs answered_us = 0;
    };
    using Part = std::array<Client, 16>;
    static constexpr std::size_t part_count = limits::rate_clients_max / std::tuple_size_v<Part>;

    struct Share {
        RateMeter* meter = nullptr;
        std::uint64_t rate = 0;

        [[nodiscard]] std::uint64_t left(TimeUs now_us) const { return meter->left(now_us, rate); }
        void spend(TimeUs now_us, std::uint64_t bytes) const { meter->spend(now_us, rate, bytes); }
    };

    /// The client's entry; makes one, in place of the stranger who has not asked for the longest
    /// time.
    [[nodiscard]] Client& client_of(TimeUs now_us, const Requester& requester);
    [[nodiscard]] Share own_share(const Requester& requester, Client& client) const;
    /// What those have together who are trusted alike.
    [[nodiscard]] Share common_share(TimeUs now_us, const Requester& requester,
                                     const Client& client);
    /// What least answers come from when that is used up; without a meter where this requester may
    /// have none now.
    [[nodiscard]] Share reserve_share(TimeUs now_us, const Requester& requester,
                                      const Client& client);

    AnswerRates rates_;
    std::uint64_t hash_key_;
    RateMeter locals_;
    RateMeter proven_;
    RateMeter known_;
    RateMeter strangers_;
    RateMeter undated_;
    /// Least answers to those whose share was used up.
    RateMeter reserve_;
    /// What the last grant was of.
    Share own_share_;
    Share common_share_;
    PartTable<Part, part_count> parts_;
    /// Stands in for whom there is no room, or no memory.
    Client spare_client_;
};

}  // namespace mpdisc::core

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

/// How many bytes the answers to one request may have together.
class Allowance {
   public:
    explicit Allowance(std::uint64_t bytes = UINT64_MAX) : left_(bytes) {}

    /// False if fewer bytes are left; then nothing is spent.
    [[nodiscard]] bool spend(std::uint64_t bytes) {
        if (bytes > left_) {
            is_exceeded_ = true;
            return false;
        }
        left_ -= bytes;
        return true;
    }
    /// Spends `bytes`, or all that is left. Returns how much may be sent: no limit if there was
    /// enough, else what was left.
    [[nodiscard]] std::uint64_t spend_up_to(std::uint64_t bytes) {
        return spend(bytes) ? UINT64_MAX : std::exchange(left_, 0);
    }

    [[nodiscard]] std::uint64_t left() const { return left_; }
    /// Whether spend() or spend_up_to() was asked for more than was left.
    [[nodiscard]] bool is_exceeded() const { return is_exceeded_; }

   private:
    std::uint64_t left_;
    bool is_exceeded_ = false;
};

/// A token bucket: `rate` bytes a second may pass, and up to twice as many at once after a pause. A
/// rate of 0 means no limit.
class RateMeter {
   public:
    /// How many bytes may pass now.
    [[nodiscard]] std::uint64_t left(TimeUs now_us, std::uint64_t rate) const;
    void spend(TimeUs now_us, std::uint64_t rate, std::uint64_t bytes);

   private:
    /// When the bucket will be full again.
    std::uint64_t refilled_ns_ = 0;
};

/// How much of the bandwidth and time of the host a requester may use.
enum class Trust : std::uint8_t {
    /// The request is sealed, but has no time. It may be a recorded one.
    undated,
    /// The address may be forged.
    stranger,
    /// The client has proved that it receives what is sent to its address.
    proven,
};

/// The sender of a request.
struct Requester {
    Endpoint client;
    Trust trust = Trust::stranger;
    /// The size of the request, in bytes.
    std::size_t size = 0;
    /// The client is on this host.
    bool is_local = false;
};

/// Limits how much a primary sends to clients, and how much time it spends on them (mpdisc.7,
/// SECURITY).
///
/// Strangers get a small multiple of what they sent. They have a budget of their own, so forged
/// addresses do not use up the budget of others. A client that has proved its address is known for
/// a while, and does not share the budget of strangers. If a budget is used up, a client that has
/// not asked lately still gets a minimal answer. It carries a token, by which the client can prove
/// its address.
class AnswerBudget {
   public:
    /// `hash_key` is secret, so that a sender cannot choose which client it displaces.
    AnswerBudget(const AnswerRates& rates, std::uint64_t hash_key)
        : rates_(rates), hash_key_(hash_key) {}

    /// Sets how many bytes the answers to a request may have beside the minimal answer. False: drop
    /// the request.
    [[nodiscard]] bool grant(TimeUs now_us, const Requester& requester, Allowance& out);
    /// The answers used this many bytes of the last grant. There MUST have been one.
    void spend(TimeUs now_us, std::uint64_t bytes);

   private:
    struct Client {
        /// A hash of the address; 0: the entry is free.
        std::uint64_t hash = 0;
        /// `unproven`: for requests whose address may be forged. `proven`: for the others.
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

    /// The entry of the client. A new one replaces the stranger with the oldest answer.
    [[nodiscard]] Client& client_of(TimeUs now_us, const Requester& requester);
    [[nodiscard]] Share own_share(const Requester& requester, Client& client) const;
    /// The share that all clients of the same trust have together.
    [[nodiscard]] Share common_share(TimeUs now_us, const Requester& requester,
                                     const Client& client);
    /// The share for minimal answers when the common one is used up. It has no meter if this
    /// requester may get no such answer now.
    [[nodiscard]] Share reserve_share(TimeUs now_us, const Requester& requester,
                                      const Client& client);

    AnswerRates rates_;
    std::uint64_t hash_key_;
    RateMeter locals_;
    RateMeter proven_;
    RateMeter known_;
    RateMeter strangers_;
    RateMeter undated_;
    /// For minimal answers to clients whose common share is used up.
    RateMeter reserve_;
    /// The shares that the last grant came from.
    Share own_share_;
    Share common_share_;
    PartTable<Part, part_count> parts_;
    /// The entry of a client for which there is no room, or no memory.
    Client spare_client_;
};

}  // namespace mpdisc::core

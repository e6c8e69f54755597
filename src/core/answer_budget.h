// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What the answers to one request may take together, in bytes.
class Allowance {
   public:
    explicit Allowance(std::uint64_t bytes = UINT64_MAX) : left_(bytes) {}

    /// False, and nothing is taken, where so much is not left.
    [[nodiscard]] bool take(std::uint64_t bytes) {
        if (bytes > left_) is_exceeded_ = true;
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }
    /// Takes so much, or all that is left; returns how much may be sent: no limit where the whole
    /// was there.
    [[nodiscard]] std::uint64_t take_up_to(std::uint64_t bytes) {
        return take(bytes) ? UINT64_MAX : std::exchange(left_, 0);
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
    std::uint64_t earned_ns_ = 0;
};

/// How far an asker is trusted with the host's bandwidth.
enum class Trust : std::uint8_t {
    /// It has a key, but when it asked nobody knows: the request may be somebody else's of before.
    undated,
    /// Its address may be forged.
    stranger,
    /// It was shown to receive what is sent to its address, or to have a key.
    proven,
    /// A program of this host.
    local,
};

/// Who asks, and by how much.
struct Asker {
    IpAddress address;
    Trust trust = Trust::stranger;
    /// Of its request.
    std::size_t size = 0;
    /// What it is answered with in any case, and charged for: the roster alone.
    std::size_t least_answer = 0;
};

struct AnswerRates {
    /// Bytes a second to one client, and to all of them; 0: no limit.
    std::uint64_t client = std::uint64_t{limits::client_rate_kib_default} * 1024;
    std::uint64_t host = std::uint64_t{limits::host_rate_kib_default} * 1024;
};

/// What a primary lets be sent to clients (mpdisc.7, SECURITY). Strangers get a small multiple of
/// what they sent, and have a budget of their own, so that whoever forges addresses uses up nobody
/// else's. A table of fixed size has the clients; whoever is displaced in it begins anew, with all
/// of its rate: to fill the table locks nobody out.
class AnswerBudget {
   public:
    /// `hash_key` is secret, so that nobody can choose whom to displace.
    AnswerBudget(const AnswerRates& rates, std::uint64_t hash_key)
        : rates_(rates), hash_key_(hash_key) {}

    /// What the answers to a request may take. False: nothing at all, not even the least answer.
    [[nodiscard]] bool grant(TimeUs now_us, const Asker& asker, Allowance& out);
    /// So much of it was used.
    void spend(TimeUs now_us, const Asker& asker, std::uint64_t bytes);

   private:
    struct Client {
        IpAddress address;
        RateMeter meter;
    };

    [[nodiscard]] RateMeter& meter_of(const IpAddress& client);
    /// Of those who are trusted alike, what the host has for them.
    [[nodiscard]] std::uint64_t host_rate(Trust trust) const;
    [[nodiscard]] RateMeter& host_meter(Trust trust) {
        return trust == Trust::proven ? proven_ : strangers_;
    }

    AnswerRates rates_;
    std::uint64_t hash_key_;
    RateMeter strangers_;
    RateMeter proven_;
    std::array<Client, limits::rate_clients_max> clients_{};
};

}  // namespace mpdisc::core

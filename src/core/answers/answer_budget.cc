// SPDX-License-Identifier: MIT
#include "core/answers/answer_budget.h"

#include <algorithm>

#include "core/kit/hash_index.h"

namespace mpdisc::core {
namespace {

/// Strangers together have this part of the host's rate, and as much for least answers; programs of
/// this host that one.
constexpr std::uint64_t strangers_part = 32;
constexpr std::uint64_t locals_part = 8;
/// And one of these that part of what a client may have.
constexpr std::uint64_t local_client_part = 16;
/// What a request takes beside its answers: time, reckoned in bytes.
constexpr std::uint64_t request_cost = 4096;
/// Who has not been answered for so long gets the least answer in any case. At the usual rate all
/// of a network of 254 addresses are then less than strangers may have.
constexpr TimeUs reserve_gap_us = 2'000'000;
/// Who has proved his address is known for so long.
constexpr TimeUs known_us = 120'000'000;

constexpr std::uint64_t second_ns = 1'000'000'000;
/// Longer rests earn no more.
constexpr std::uint64_t rest_ns = 2 * second_ns;

}  // namespace

std::uint64_t RateMeter::left(TimeUs now_us, std::uint64_t rate) const {
    if (rate == 0) return UINT64_MAX;
    const std::uint64_t now_ns = now_us * 1'000;
    const std::uint64_t debt_ns = earned_ns_ > now_ns ? earned_ns_ - now_ns : 0;
    return (rest_ns - std::min(debt_ns, rest_ns)) * rate / second_ns;
}

void RateMeter::spend(TimeUs now_us, std::uint64_t rate, std::uint64_t bytes) {
    if (rate == 0) return;
    earned_ns_ = std::max(earned_ns_, now_us * 1'000) + bytes * second_ns / rate;
}

AnswerBudget::Client& AnswerBudget::client_of(TimeUs now_us, const Asker& asker) {
    // All programs of this host have one address.
    const std::uint64_t port = asker.is_local ? asker.client.port : 0;
    const std::uint64_t hash = keyed_hash(hash_key_ + port, asker.client.address.bytes) | 1;
    nobody_ = {};
    Part* const part = parts_.part_of(hash);
    if (part == nullptr) return nobody_;
    Client* oldest = &nobody_;
    for (Client& entry : *part) {
        if (entry.hash == hash) return entry;
        const bool is_known = entry.known_until_us > now_us;
        if (is_known && (asker.trust != Trust::proven || asker.is_local)) continue;
        const auto rank = [&](const Client& each) {
            return std::pair(each.known_until_us > now_us, each.answered_us);
        };
        if (oldest == &nobody_ || rank(entry) < rank(*oldest)) oldest = &entry;
    }
    *oldest = {hash, {}, {}, 0, 0};
    return *oldest;
}

AnswerBudget::Share AnswerBudget::own_share(const Asker& asker, Client& client) const {
    // One socket of this host that asks without end leaves most of their share to the others.
    if (asker.is_local) return {&client.unproven, rates_.client / local_client_part};
    return {asker.trust == Trust::proven ? &client.proven : &client.unproven, rates_.client};
}

AnswerBudget::Share AnswerBudget::common_share(TimeUs now_us, const Asker& asker,
                                               const Client& client) {
    if (asker.is_local) return {&locals_, rates_.host / locals_part};
    if (asker.trust == Trust::proven) return {&proven_, rates_.host};
    // Whoever has heard such a request can send it again, at any time and without a key.
    if (asker.trust == Trust::undated) return {&undated_, rates_.host / strangers_part};
    if (client.known_until_us > now_us) return {&known_, rates_.host};
    return {&strangers_, rates_.host / strangers_part};
}

AnswerBudget::Share AnswerBudget::reserve_share(TimeUs now_us, const Asker& asker,
                                                const Client& client) {
    const bool has_asked = client.answered_us + reserve_gap_us > now_us;
    const bool has_none = asker.is_local || asker.trust == Trust::undated || has_asked;
    return {has_none ? nullptr : &reserve_, rates_.host / strangers_part};
}

bool AnswerBudget::grant(TimeUs now_us, const Asker& asker, Allowance& out) {
    Client& client = client_of(now_us, asker);
    own_share_ = own_share(asker, client);
    const std::uint64_t of_client = own_share_.left(now_us);
    if (of_client < request_cost) return false;
    if (asker.trust == Trust::proven && !asker.is_local) {
        client.known_until_us = now_us + known_us;
    }
    common_share_ = common_share(now_us, asker, client);
    std::uint64_t left = std::min(of_client, common_share_.left(now_us));
    if (left < request_cost) {
        common_share_ = reserve_share(now_us, asker, client);
        if (common_share_.meter == nullptr || common_share_.left(now_us) < request_cost) {
            return false;
        }
        left = request_cost;
    }
    client.answered_us = now_us;
    left -= request_cost;
    if (asker.trust == Trust::undated) left = 0;
    if (asker.trust == Trust::stranger && !asker.is_local) {
        left = std::min<std::uint64_t>(left, asker.size * limits::stranger_amplification_max);
    }
    out = Allowance(left);
    return true;
}

void AnswerBudget::spend(TimeUs now_us, std::uint64_t bytes) {
    own_share_.spend(now_us, request_cost + bytes);
    common_share_.spend(now_us, request_cost + bytes);
}

}  // namespace mpdisc::core

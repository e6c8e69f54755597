// SPDX-License-Identifier: MIT
#include "core/answers/answer_budget.h"

#include <algorithm>

#include "core/kit/hash_index.h"

namespace mpdisc::core {
namespace {

/// Divisors of the rate of the host: all strangers together get 1/32, and the reserve for minimal
/// answers the same again. All programs of this host together get 1/8.
constexpr std::uint64_t strangers_part = 32;
constexpr std::uint64_t locals_part = 8;
/// One socket of this host gets 1/16 of the rate of a client.
constexpr std::uint64_t local_client_part = 16;
/// The time that a request takes, expressed in bytes. It is added to the bytes of the answers.
constexpr std::uint64_t request_cost = 4096;
/// A client without an answer for this time gets a minimal answer from the reserve. At the default
/// rate, the reserve is enough for all clients of a network of 254 addresses.
constexpr TimeUs reserve_gap_us = 2'000'000;
/// A client is known for this time after it has proved its address.
constexpr TimeUs known_us = 120'000'000;

constexpr std::uint64_t second_ns = 1'000'000'000;
/// The size of a bucket, as the time that fills it.
constexpr std::uint64_t burst_ns = 2 * second_ns;

}  // namespace

std::uint64_t RateMeter::left(TimeUs now_us, std::uint64_t rate) const {
    if (rate == 0) return UINT64_MAX;
    const std::uint64_t now_ns = now_us * 1'000;
    const std::uint64_t debt_ns = refilled_ns_ > now_ns ? refilled_ns_ - now_ns : 0;
    return (burst_ns - std::min(debt_ns, burst_ns)) * rate / second_ns;
}

void RateMeter::spend(TimeUs now_us, std::uint64_t rate, std::uint64_t bytes) {
    if (rate == 0) return;
    refilled_ns_ = std::max(refilled_ns_, now_us * 1'000) + bytes * second_ns / rate;
}

AnswerBudget::Client& AnswerBudget::client_of(TimeUs now_us, const Requester& requester) {
    // All programs of this host have the same address, so the port tells them apart.
    const std::uint64_t port = requester.is_local ? requester.client.port : 0;
    const std::uint64_t hash = keyed_hash(hash_key_ + port, requester.client.address.bytes) | 1;
    spare_client_ = {};
    Part* const part = parts_.part_of(hash);
    if (part == nullptr) return spare_client_;
    Client* oldest = &spare_client_;
    for (Client& entry : *part) {
        if (entry.hash == hash) return entry;
        const bool is_known = entry.known_until_us > now_us;
        if (is_known && (requester.trust != Trust::proven || requester.is_local)) continue;
        const auto rank = [&](const Client& each) {
            return std::pair(each.known_until_us > now_us, each.answered_us);
        };
        if (oldest == &spare_client_ || rank(entry) < rank(*oldest)) oldest = &entry;
    }
    *oldest = {hash, {}, {}, 0, 0};
    return *oldest;
}

AnswerBudget::Share AnswerBudget::own_share(const Requester& requester, Client& client) const {
    // One socket of this host that keeps asking leaves most of the share to the others.
    if (requester.is_local) return {&client.unproven, rates_.client / local_client_part};
    return {requester.trust == Trust::proven ? &client.proven : &client.unproven, rates_.client};
}

AnswerBudget::Share AnswerBudget::common_share(TimeUs now_us, const Requester& requester,
                                               const Client& client) {
    if (requester.is_local) return {&locals_, rates_.host / locals_part};
    if (requester.trust == Trust::proven) return {&proven_, rates_.host};
    // A host that has recorded such a request can send it again, at any time and without a key.
    if (requester.trust == Trust::undated) return {&undated_, rates_.host / strangers_part};
    if (client.known_until_us > now_us) return {&known_, rates_.host};
    return {&strangers_, rates_.host / strangers_part};
}

AnswerBudget::Share AnswerBudget::reserve_share(TimeUs now_us, const Requester& requester,
                                                const Client& client) {
    const bool was_answered = client.answered_us + reserve_gap_us > now_us;
    const bool has_none = requester.is_local || requester.trust == Trust::undated || was_answered;
    return {has_none ? nullptr : &reserve_, rates_.host / strangers_part};
}

bool AnswerBudget::grant(TimeUs now_us, const Requester& requester, Allowance& out) {
    Client& client = client_of(now_us, requester);
    own_share_ = own_share(requester, client);
    const std::uint64_t of_client = own_share_.left(now_us);
    if (of_client < request_cost) return false;
    if (requester.trust == Trust::proven && !requester.is_local) {
        client.known_until_us = now_us + known_us;
    }
    common_share_ = common_share(now_us, requester, client);
    std::uint64_t left = std::min(of_client, common_share_.left(now_us));
    if (left < request_cost) {
        common_share_ = reserve_share(now_us, requester, client);
        if (common_share_.meter == nullptr || common_share_.left(now_us) < request_cost) {
            return false;
        }
        left = request_cost;
    }
    client.answered_us = now_us;
    left -= request_cost;
    if (requester.trust == Trust::undated) left = 0;
    if (requester.trust == Trust::stranger && !requester.is_local) {
        left = std::min<std::uint64_t>(left, requester.size * limits::stranger_amplification_max);
    }
    out = Allowance(left);
    return true;
}

void AnswerBudget::spend(TimeUs now_us, std::uint64_t bytes) {
    own_share_.spend(now_us, request_cost + bytes);
    common_share_.spend(now_us, request_cost + bytes);
}

}  // namespace mpdisc::core

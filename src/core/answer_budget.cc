// SPDX-License-Identifier: MIT
#include "core/answer_budget.h"

#include <algorithm>

#include "core/hash_index.h"

namespace mpdisc::core {
namespace {

/// All strangers together have this part of the host's rate.
constexpr std::uint64_t strangers_share = 8;
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

RateMeter& AnswerBudget::meter_of(const IpAddress& client) {
    const std::uint64_t hash = keyed_hash(hash_key_, client.bytes);
    Client& entry = clients_[static_cast<std::size_t>(hash) % clients_.size()];
    if (entry.address != client) entry = {client, {}};
    return entry.meter;
}

std::uint64_t AnswerBudget::host_rate(Trust trust) const {
    return trust == Trust::proven ? rates_.host : rates_.host / strangers_share;
}

bool AnswerBudget::grant(TimeUs now_us, const Asker& asker, Allowance& out) {
    if (asker.trust == Trust::local) return true;
    const std::uint64_t of_client = meter_of(asker.address).left(now_us, rates_.client);
    const std::uint64_t of_host = host_meter(asker.trust).left(now_us, host_rate(asker.trust));
    std::uint64_t of_request = 0;
    if (asker.trust == Trust::stranger) {
        of_request = std::uint64_t{asker.size} * limits::stranger_amplification_max;
    }
    if (asker.trust == Trust::proven) of_request = UINT64_MAX;
    out = Allowance(std::min({of_client, of_host, of_request}));
    return of_client >= asker.least_answer;
}

void AnswerBudget::spend(TimeUs now_us, const Asker& asker, std::uint64_t bytes) {
    if (asker.trust == Trust::local) return;
    // What takes no answer takes time.
    bytes = std::max<std::uint64_t>(bytes, asker.least_answer);
    meter_of(asker.address).spend(now_us, rates_.client, bytes);
    host_meter(asker.trust).spend(now_us, host_rate(asker.trust), bytes);
}

}  // namespace mpdisc::core

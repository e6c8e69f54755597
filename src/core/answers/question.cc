// SPDX-License-Identifier: MIT
#include "core/answers/question.h"

namespace mpdisc::core {

Question::Knowledge Question::consider(const ProviderId& provider, wire::Bytes service) {
    const wire::SketchSize& size = request_.sketch;
    const bool names_services = !request_.wanted.is_empty();
    const bool is_of_watch = size.is_wanted || names_services;
    if (size.is_wanted && size.cells == 0) return Knowledge::known;
    if (!is_of_watch && request_.known.hashes == 0) return Knowledge::lacking;
    const std::uint8_t attempt = is_of_watch ? wire::sketch_attempt : request_.attempt;
    const std::uint64_t hash = wire::answer_hash(request_.transaction, attempt, provider, service);
    if (size.is_wanted) {
        if (wire::sketch_shard(hash, size.shards) == size.shard) sketch_.add(hash);
        return Knowledge::known;
    }
    if (names_services) return request_.wanted.has(hash) ? Knowledge::lacking : Knowledge::known;
    if (!request_.known.covers(hash)) return Knowledge::other_shard;
    return request_.known.asks_for(hash) ? Knowledge::lacking : Knowledge::known;
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/answers/fan_out.h"

namespace mpdisc::core {

void FanOut::match(const RequestCopy& copy, Question& question, const AnswerSize& answer_size,
                   MatchCount& matches) {
    candidates_.clear();
    recipient_count_ = 0;
    Registry::Slot last = Registry::none;
    MatchCount of_last;
    registry_.for_each_matching(question.filter(), [&](Registry::Slot slot,
                                                       const wire::ServiceList::Item& item) {
        const Registrant& registrant = registry_[slot];
        if (!copy.is_for(registrant.reach)) return;
        const auto knowledge = question.consider(registrant.id, item.encoded);
        matches.add(knowledge, item.encoded.size());
        if (knowledge != Question::Knowledge::lacking || !copy.asks(registrant.reach)) return;
        if (slot != last) {
            last = slot;
            of_last = {};
            // Room was reserved when the secondary registered.
            (void)candidates_.push_back({slot, 0});
        }
        of_last.add(knowledge, item.encoded.size());
        candidates_.view().back().answer_size = static_cast<std::uint32_t>(answer_size.of(of_last));
    });
}

void FanOut::choose(Allowance& allowance) {
    for (const Candidate& candidate : candidates_) {
        if (allowance.spend(candidate.answer_size)) candidates_[recipient_count_++] = candidate;
    }
}

bool FanOut::notify(const wire::Arrival& arrival, const wire::Roster& roster,
                    const wire::Request& request) {
    const std::size_t size = wire::encode(arrival, roster, request, room());
    sent_ = 0;
    if (size == 0) {
        recipient_count_ = 0;
        return false;
    }
    // The seal is bound to no port, so all recipients get the same message.
    message_size_ = sealer_.seal(0, message_, size);
    return true;
}

bool FanOut::next(Outbound& out) {
    if (sent_ == recipient_count_) {
        recipient_count_ = 0;
        sent_ = 0;
        return false;
    }
    const Registrant& registrant = registry_[candidates_[sent_++].slot];
    // Without a source address the system uses the loopback address, and is faster.
    out.route = {Channel::discovery, registrant.address, {}, 0};
    out.bytes = std::span(message_).first(message_size_);
    return true;
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/fan_out.h"

namespace mpdisc::core {

Tally FanOut::match(const RequestPaths& paths, const Question& question,
                    const AnswerSize& answer_size, Allowance& allowance) {
    recipients_.clear();
    Tally tally;
    Registry::Slot last = Registry::none;
    Tally of_last;
    registry_.for_each_matching(
        question.filter(), [&](Registry::Slot slot, const wire::ServiceList::Item& item) {
            const Registrant& registrant = registry_[slot];
            if (!paths.asks(registrant.reach)) return;
            const auto standing = question.standing_of(registrant.id, item.encoded);
            tally.add(standing, item.encoded.size());
            if (standing != Question::Standing::lacking || !paths.asks_now(registrant.reach))
                return;
            if (slot != last) {
                if (last != Registry::none) pick(last, answer_size.of(of_last), allowance);
                last = slot;
                of_last = {};
            }
            of_last.add(standing, item.encoded.size());
        });
    if (last != Registry::none) pick(last, answer_size.of(of_last), allowance);
    return tally;
}

void FanOut::pick(Registry::Slot slot, std::size_t answer_size, Allowance& allowance) {
    // There is room: it was reserved when the secondary registered.
    if (allowance.take(answer_size)) (void)recipients_.push_back(slot);
}

bool FanOut::notify(const wire::Notification& notification) {
    const std::size_t size = wire::encode(notification, room());
    sent_ = 0;
    if (size == 0) {
        recipients_.clear();
        return false;
    }
    message_size_ = sealer_.seal(message_, size);
    return true;
}

bool FanOut::next(Outbound& out) {
    if (sent_ == recipients_.size()) {
        recipients_.clear();
        sent_ = 0;
        return false;
    }
    const Registrant& registrant = registry_[recipients_[sent_++]];
    // From the loopback address, where no other is named: to name one costs the system time.
    out.route = {Channel::discovery, registrant.address, {}, 0};
    out.bytes = std::span(message_).first(message_size_);
    return true;
}

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#include "core/status_query.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::core {

void StatusQuery::start(TimeUs now_us) {
    end_us_ = now_us + timeout_us_;
    ask(now_us, 0);
}

void StatusQuery::ask(TimeUs now_us, std::uint32_t page) {
    page_ = page;
    transaction_ = random_.next();
    backoff_.reset();
    request_size_ = wire::encode(wire::StatusRequest{transaction_, page_}, request_);
    request_size_ = keys_.seal({}, request_, request_size_);
    due_us_ = now_us;
    tick(now_us);
}

void StatusQuery::tick(TimeUs now_us) {
    if (outcome_ != StatusOutcome::running) return;
    if (now_us >= end_us_ || absence_.is_certain()) {
        const bool has_asked = questions_ != counters_[Counter::send_errors];
        outcome_ = any_page_   ? StatusOutcome::incomplete
                   : has_asked ? StatusOutcome::no_answer
                               : StatusOutcome::not_asked;
    } else if (now_us >= due_us_) {
        due_us_ = now_us + backoff_.next_us(random_);
        must_send_ = true;
        absence_.note_request();
    }
}

void StatusQuery::refused(TimeUs now_us, const Endpoint& to) {
    if (to != discovery_) return;
    absence_.note_refusal();
    tick(now_us);
}

void StatusQuery::receive(TimeUs now_us, const Inbound& in) {
    if (outcome_ != StatusOutcome::running || in.from != discovery_) return;
    wire::Header header;
    wire::Bytes fields;
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) return;
    if (header.type != wire::MessageType::status_response || header.transaction != transaction_) {
        return;
    }
    wire::Seal seal;
    if (!keys_.open(in.bytes, fields, seal)) return counters_.add(Counter::drop_unauthenticated);
    reader_ = {};  // what it would read is overwritten
    response_.clear();
    wire::StatusResponse response;
    if (!response_.append(fields) ||
        wire::decode(header, response_.view(), response) != wire::DecodeError::none) {
        return;
    }
    any_page_ = true;
    absence_.note_answer();
    primary_counters_ = response.counters;
    reader_ = wire::StatusReader(response);
    end_us_ = now_us + timeout_us_;
    if (response.next_page == 0) {
        outcome_ = StatusOutcome::complete;
    } else if (response.next_page > page_ &&
               response.next_page <= limits::registry_secondaries_max + 1) {
        ask(now_us, response.next_page);
    } else {
        outcome_ =
            StatusOutcome::incomplete;  // pages that go back, or on for ever, would never end
    }
}

TimeUs StatusQuery::next_deadline_us() const {
    return outcome_ == StatusOutcome::running ? std::min(due_us_, end_us_) : never_us;
}

bool StatusQuery::poll_transmit(Outbound& out) {
    if (!must_send_) return false;
    must_send_ = false;
    ++questions_;
    out.route = {Channel::client, discovery_, {}, 0};
    out.bytes = std::span(request_).first(request_size_);
    return true;
}

}  // namespace mpdisc::core

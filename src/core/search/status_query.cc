// SPDX-License-Identifier: MIT
#include "core/search/status_query.h"

#include <algorithm>

#include "mpdisc/limits.h"

namespace mpdisc::core {

void StatusQuery::start(TimeUs now_us) {
    end_us_ = now_us + timeout_us_;
    ask(now_us, 0);
}

void StatusQuery::ask(TimeUs now_us, std::uint32_t page) {
    page_ = page;
    awaits_proof_ = false;
    transaction_ = messenger_.random.next();
    backoff_.reset();
    due_us_ = now_us;
    tick(now_us);
}

void StatusQuery::ask_for_proof() {
    awaits_proof_ = true;
    proof_transaction_ = messenger_.random.next();
    closed_port_.note_request();
    // The sender is no provider, so it has no id.
    messenger_.send_short(Channel::client, discovery_,
                          wire::MessageType::provider_discovery_request,
                          wire::Identity{proof_transaction_, {}});
}

void StatusQuery::ask_for_page() {
    closed_port_.note_request();
    messenger_.send_local(Channel::client, discovery_, Messenger::short_message_max,
                          [&](std::span<std::uint8_t> room) {
                              return wire::encode(wire::StatusRequest{transaction_, page_}, room);
                          });
}

void StatusQuery::tick(TimeUs now_us) {
    if (outcome_ != StatusOutcome::running) return;
    if (now_us >= end_us_ || closed_port_.is_closed()) {
        const bool has_asked = questions_ != messenger_.counters[Counter::send_errors];
        outcome_ = has_asked ? outcome_at_end_ : StatusOutcome::not_asked;
    } else if (now_us >= due_us_) {
        // If an answer is missing, another program may have the port now.
        const bool is_proven =
            messenger_.sealer.nonce() != wire::Nonce{} && backoff_.unanswered() == 0;
        due_us_ = now_us + backoff_.next_us(messenger_.random);
        messenger_.sealer.has_keys() && !is_proven ? ask_for_proof() : ask_for_page();
    }
}

void StatusQuery::refused(TimeUs now_us, const Endpoint& to) {
    if (to != discovery_) return;
    closed_port_.note_refusal();
    tick(now_us);
}

void StatusQuery::receive(TimeUs now_us, const Inbound& in) {
    if (outcome_ != StatusOutcome::running || in.from != discovery_) return;
    wire::Header header;
    wire::Bytes fields;
    if (wire::decode_header(in.bytes, header, fields) != wire::DecodeError::none) return;
    const std::uint64_t asked = awaits_proof_ ? proof_transaction_ : transaction_;
    if (header.type == wire::MessageType::key_mismatch && header.transaction == asked) {
        return on_key_mismatch();
    }
    const bool is_page =
        header.type == wire::MessageType::status_response && header.transaction == transaction_;
    const bool is_proof = header.type == wire::MessageType::provider_discovery_response &&
                          awaits_proof_ && header.transaction == proof_transaction_;
    if (!is_page && !is_proof) return;
    wire::Seal seal;
    if (!messenger_.sealer.open(in.bytes, in.from.port, messenger_.own_port, fields, seal)) {
        return messenger_.counters.add(Counter::drop_unauthenticated);
    }
    if (is_page) return on_page(now_us, header, fields);
    wire::DiscoveryResponse response;
    if (messenger_.decode(header, fields, response)) on_proof(response);
}

void StatusQuery::on_key_mismatch() {
    // Any program that has the port can say so, and there may be another primary soon. So go on.
    if (outcome_at_end_ == StatusOutcome::no_answer) outcome_at_end_ = StatusOutcome::other_keys;
    closed_port_.note_answer();
}

void StatusQuery::on_proof(const wire::DiscoveryResponse& response) {
    awaits_proof_ = false;
    messenger_.sealer.bind(response.nonce);
    closed_port_.note_answer();
    // A provider answers no request twice, so this is a new one.
    transaction_ = messenger_.random.next();
    ask_for_page();
}

void StatusQuery::on_page(TimeUs now_us, const wire::Header& header, wire::Bytes fields) {
    reader_ = {};  // its fields are about to be overwritten
    response_.clear();
    wire::StatusResponse response;
    if (!response_.append(fields) || !messenger_.decode(header, response_.view(), response)) return;
    outcome_at_end_ = StatusOutcome::incomplete;
    closed_port_.note_answer();
    primary_counters_ = response.counters;
    neighbourhood_ = response.neighbourhood;
    primary_last_drops_ = response.last_drops;
    reader_ = wire::StatusReader(response);
    end_us_ = now_us + timeout_us_;
    if (response.next_page == 0) {
        outcome_ = StatusOutcome::complete;
    } else if (response.next_page > page_ &&
               response.next_page <= limits::registry_secondaries_max + 1) {
        ask(now_us, response.next_page);
    } else {
        // Pages that go back, or too far, might never end.
        outcome_ = StatusOutcome::incomplete;
    }
}

TimeUs StatusQuery::next_deadline_us() const {
    return outcome_ == StatusOutcome::running ? std::min(due_us_, end_us_) : never_us;
}

bool StatusQuery::poll_transmit(Outbound& out) {
    if (!messenger_.outbox.next(out)) return false;
    ++questions_;
    return true;
}

}  // namespace mpdisc::core

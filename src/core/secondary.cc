// SPDX-License-Identifier: MIT
#include "core/secondary.h"

#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

constexpr std::size_t identity_size_max = 64;

template <typename Encode>
bool queue(Outbox& outbox, const Endpoint& to, std::size_t size_max, Encode encode) {
    const std::span<std::uint8_t> room = outbox.reserve(size_max);
    if (room.empty()) return false;
    const std::size_t size = encode(room);
    return size != 0 && outbox.commit({Channel::control, to, {}, 0}, size);
}

}  // namespace

void Secondary::enter(State state, TimeUs due_us) {
    state_ = state;
    due_us_ = due_us;
    transaction_ = random_.next();
    backoff_.reset();
}

void Secondary::seek(TimeUs due_us) {
    enter(State::seeking, due_us);
}

void Secondary::register_again(TimeUs now_us) {
    if (state_ == State::seeking) return;
    enter(State::registering, now_us);
}

bool Secondary::tries_port() const {
    return state_ == State::seeking || backoff_.unanswered() > 0;
}

bool Secondary::send(TimeUs now_us, const Self& self, const Endpoint& discovery, Outbox& outbox) {
    due_us_ = now_us + backoff_.next_us(random_);
    switch (state_) {
        case State::seeking:
            return send_discovery(self, discovery, outbox);
        case State::registering:
            return queue(
                outbox, discovery, limits::registration_overhead_max + self.services_size,
                [&](std::span<std::uint8_t> room) {
                    return wire::encode(
                        {transaction_, self.id, self.process_id, self.reach, self.services}, room);
                });
        case State::registered:
            return queue(outbox, discovery, identity_size_max, [&](std::span<std::uint8_t> room) {
                return wire::encode(wire::MessageType::provider_heartbeat, {transaction_, self.id},
                                    room);
            });
    }
    return false;
}

bool Secondary::send_discovery(const Self& self, const Endpoint& discovery, Outbox& outbox) {
    const auto encode = [&](std::span<std::uint8_t> room) {
        return wire::encode(wire::MessageType::provider_discovery_request, {transaction_, self.id},
                            room);
    };
    bool queued = queue(outbox, discovery, identity_size_max, encode);
    if (discovery.address.family == Family::ipv4) {
        Endpoint everyone = discovery;
        everyone.address = IpAddress::v4(127, 255, 255, 255);
        queued = queue(outbox, everyone, identity_size_max, encode) && queued;
    }
    return queued;
}

bool Secondary::leave(const ProviderId& self, const Endpoint& discovery, Outbox& outbox) {
    return queue(outbox, discovery, identity_size_max, [&](std::span<std::uint8_t> room) {
        return wire::encode(wire::MessageType::provider_unregistration, {random_.next(), self},
                            room);
    });
}

void Secondary::take(TimeUs now_us, const wire::Identity& response) {
    if (state_ != State::seeking || response.transaction != transaction_) return;
    primary_ = response.provider;
    enter(State::registering, now_us);
}

bool Secondary::take(TimeUs now_us, const wire::RegistrationAck& ack) {
    if (state_ != State::registering || ack.transaction != transaction_) return false;
    if (ack.result == wire::RegistrationResult::registry_full) {
        enter(State::registering, now_us + Backoff::gap_us_max);
        return true;
    }
    primary_ = ack.provider;
    heartbeat_ms_ = ack.heartbeat_ms;
    expect_heartbeat(now_us);
    return true;
}

bool Secondary::take(TimeUs now_us, const wire::HeartbeatAck& ack) {
    if (state_ != State::registered || ack.transaction != transaction_) return false;
    // A stray answer to no question: the lease is not due yet, and nothing was asked.
    if (backoff_.unanswered() == 0) return false;
    if (ack.result == wire::HeartbeatResult::register_again) {
        enter(State::registering, now_us);
    } else {
        expect_heartbeat(now_us);
    }
    return true;
}

void Secondary::expect_heartbeat(TimeUs now_us) {
    // Up to a tenth early, so that secondaries which registered together do not beat together.
    const TimeUs interval_us = TimeUs{heartbeat_ms_} * 1000;
    enter(State::registered, now_us + interval_us - random_.below(interval_us / 10));
}

}  // namespace mpdisc::core

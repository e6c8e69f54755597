// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// What a provider or probe counts. The numbers go over the wire (mpdisc-wire.7, COUNTER), so they
/// never change their meaning. New counters are added at the end.
enum class Counter : std::uint16_t {
    requests,              ///< client requests accepted
    answers,               ///< advertisements sent; by a probe: received
    notifications,         ///< notifications sent to secondaries
    registrations,         ///< registrations accepted
    heartbeats,            ///< heartbeats acknowledged
    unregistrations,       ///< secondaries that unregistered
    expirations,           ///< secondaries removed because their lease ran out
    events_lost,           ///< events that the owner did not take in time
    send_errors,           ///< datagrams that the system refused to send
    drop_malformed,        ///< no message, or a message against the rules of the format
    drop_unknown_type,     ///< a message of an unknown type
    drop_unknown_field,    ///< a message with an unknown field that must not be ignored
    drop_unexpected,       ///< a message that nothing waits for, or not meant for this role
    drop_not_local,        ///< a control message that did not come from this host
    drop_not_registrant,   ///< a control message that names another provider than its sender
    drop_off_link,         ///< a request from outside the link and --allow
    drop_repeated,         ///< a request that already came over another path
    drop_registry_full,    ///< a registration when the registry was full
    drop_no_memory,        ///< a message that could not be kept, because memory was short
    deaths,                ///< secondaries removed because no socket has their address any more
    takeovers,             ///< how often the port was taken over from a primary that did not answer
    withheld,              ///< requests with answers withheld until the client asks again
    drop_rate_limited,     ///< a request or control message beyond its sender's rate
    drop_unauthenticated,  ///< a message not sealed with a key of this program, or sealed although
                           ///< this program has no key
    drop_replayed,         ///< a sealed request of another time, or one that came before
    last = drop_replayed,
};

inline constexpr std::size_t counter_count = static_cast<std::size_t>(Counter::last) + 1;

/// The name of the counter in every output: "requests", "drop-off-link".
[[nodiscard]] const char* to_text(Counter counter);
/// Whether it counts dropped datagrams or messages.
[[nodiscard]] bool is_drop(Counter counter);

/// A set of counters. Each wraps after 2^64 - 1.
class Counters {
   public:
    void add(Counter counter, std::uint64_t n = 1) { values_[index(counter)] += n; }
    void set(Counter counter, std::uint64_t value) { values_[index(counter)] = value; }
    [[nodiscard]] std::uint64_t operator[](Counter counter) const {
        return values_[index(counter)];
    }

   private:
    static std::size_t index(Counter counter) { return static_cast<std::size_t>(counter); }
    std::array<std::uint64_t, counter_count> values_{};
};

}  // namespace mpdisc

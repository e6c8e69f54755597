// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mpdisc {

/// What is counted, per provider. The numbers go over the wire (mpdisc-wire.7, COUNTER) and so
/// never change their meaning; new ones are added at the end.
enum class Counter : std::uint16_t {
    requests,             ///< client requests taken
    answers,              ///< advertisements sent; by a probe: taken
    notifications,        ///< notifications sent to secondaries
    registrations,        ///< registrations accepted
    heartbeats,           ///< heartbeats acknowledged
    unregistrations,      ///< secondaries that said they leave
    expirations,          ///< secondaries removed because their lease ran out
    events_lost,          ///< events the owner did not take in time
    send_errors,          ///< datagrams the system refused to send
    drop_malformed,       ///< not a message, or one against the rules of the format
    drop_unknown_type,    ///< a message type not known here
    drop_unknown_field,   ///< a field not known here that may not be ignored
    drop_unexpected,      ///< a message nobody waits for, or not meant for this role
    drop_not_local,       ///< a control message from elsewhere than this host
    drop_not_registrant,  ///< a control message in the name of another than its sender
    drop_off_link,        ///< a request from outside the link and --allow
    drop_repeated,        ///< a request that came over another path already
    drop_registry_full,   ///< a registration when the registry was full
    drop_no_memory,       ///< what could not be kept for want of memory
    deaths,               ///< secondaries removed because nobody listens at their address any more
    takeovers,            ///< times the port was taken over from a primary that did not answer
    withheld,             ///< requests of which something was withheld until the client asks again
    drop_rate_limited,    ///< a request, or a control message, from an asker that has had its share
    drop_unauthenticated,  ///< a message not sealed with a key of this program, or sealed at all
                           ///< where it has none
    drop_replayed,         ///< a sealed request of another time than now, or that came before
    last = drop_replayed,
};

inline constexpr std::size_t counter_count = static_cast<std::size_t>(Counter::last) + 1;

/// The counter's name in every output: "requests", "drop-off-link".
[[nodiscard]] const char* to_text(Counter counter);

/// A set of counters. They wrap after 2^64.
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

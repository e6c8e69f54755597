// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The providers that the former primary knew and that have not registered with this primary yet.
/// The former primary is the first of them. This primary announces itself to them until they
/// register, have ended, or their leases would have ended. A former primary that hangs gets
/// announcements until it registers or ends.
class UnregisteredPeers {
   public:
    /// Moves the list out of `peers`: ports of control sockets, two bytes each. `until_us`: when
    /// the leases would have ended. `first_hangs`: the former primary hangs.
    void assign(TimeUs announcement_us, TimeUs until_us, Array<std::uint8_t>& peers,
                bool first_hangs) {
        ports_.clear();
        ports_.swap(peers);
        announcement_us_ = announcement_us;
        until_us_ = until_us;
        former_port_ = count() != 0 ? wire::peer_at(ports(), 0) : std::uint16_t{0};
        former_hangs_ = first_hangs;
        question_us_ = first_hangs ? never_us : 0;
        question_gap_us_ = question_gap_first_us;
    }
    void clear() { ports_.clear(); }

    /// That provider has registered, or has ended. False if it is not on the list.
    [[nodiscard]] bool remove(std::uint16_t port) {
        for (std::size_t n = 0; n < count(); ++n) {
            if (wire::peer_at(ports(), n) != port) continue;
            ports_.erase(n * 2, 2);
            return true;
        }
        return false;
    }

    /// The announcements are being sent. Drops the providers whose leases would have ended.
    void note_announcement(TimeUs now_us) {
        announcement_us_ = now_us + announcement_gap_us;
        question_us_ = never_us;
        if (now_us < until_us_ || ports_.empty()) return;
        const bool keeps_first = former_hangs_ && wire::peer_at(ports(), 0) == former_port_;
        const std::size_t kept = keeps_first ? 2 : 0;
        ports_.erase(kept, ports_.size() - kept);
    }
    /// The former primary is being asked whether it has ended. One that leaves ends a moment after
    /// it has given the port up, so it is asked again, until announcements begin.
    void note_question(TimeUs now_us) {
        question_us_ = now_us + question_gap_us_;
        question_gap_us_ *= 2;
    }
    [[nodiscard]] TimeUs next_question_us() const {
        const bool is_listed = count() != 0 && wire::peer_at(ports(), 0) == former_port_;
        return is_listed ? question_us_ : never_us;
    }
    /// The control port of the former primary; 0: it is not known.
    [[nodiscard]] std::uint16_t former_port() const { return former_port_; }
    [[nodiscard]] TimeUs next_announcement_us() const { return announcement_us_; }

    [[nodiscard]] std::size_t count() const { return ports_.size() / 2; }
    [[nodiscard]] wire::Bytes ports() const { return ports_.view(); }

   private:
    /// A primary that hung must learn within a second after it goes on that it was replaced.
    static constexpr TimeUs announcement_gap_us = 1'000'000;
    static constexpr TimeUs question_gap_first_us = 1'000;

    Array<std::uint8_t> ports_;
    std::uint16_t former_port_ = 0;
    bool former_hangs_ = false;
    TimeUs question_us_ = never_us;
    TimeUs question_gap_us_ = 0;
    TimeUs announcement_us_ = never_us;
    TimeUs until_us_ = 0;
};

}  // namespace mpdisc::core

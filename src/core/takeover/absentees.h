// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The providers that the former primary knew and that have not registered with this one yet, the
/// former primary first. They are called until they register, turn out to be gone, or their leases
/// would have ended; a former primary that hangs, for as long as it does. Who took the port over
/// calls a few times whoever else may have it, too.
class Absentees {
   public:
    /// Replaces the list; the first call is at `call_us`. Without memory none of the list is
    /// called: they find out by themselves, only later.
    void expect(TimeUs call_us, TimeUs until_us, wire::Bytes peers, bool took_over) {
        ports_.clear();
        call_us_ = call_us;
        until_us_ = until_us;
        stranger_calls_ = took_over ? stranger_calls : 0;
        const bool is_listed = !peers.empty() && ports_.append(peers);
        hanging_port_ = is_listed && took_over ? wire::peer_at(peers, 0) : std::uint16_t{0};
    }
    void forget_all() {
        ports_.clear();
        stranger_calls_ = 0;
    }

    /// That one has registered, or is gone. False where it is not among them.
    [[nodiscard]] bool strike(std::uint16_t port) {
        for (std::size_t n = 0; n < count(); ++n) {
            if (wire::peer_at(ports(), n) != port) continue;
            ports_.erase(n * 2, 2);
            return true;
        }
        return false;
    }

    /// Whether they are to be called now; it is as good as done.
    [[nodiscard]] bool take_call(TimeUs now_us) {
        if (now_us < next_deadline_us()) return false;
        if (now_us >= until_us_) keep_hanging();
        call_us_ = now_us + call_gap_us;
        if (stranger_calls_ == 0) return count() != 0;
        --stranger_calls_;
        return true;
    }

    [[nodiscard]] std::size_t count() const { return ports_.size() / 2; }
    /// Of their control sockets, two bytes each.
    [[nodiscard]] wire::Bytes ports() const { return ports_.view(); }
    [[nodiscard]] TimeUs next_deadline_us() const {
        return ports_.empty() && stranger_calls_ == 0 ? never_us : call_us_;
    }

   private:
    /// One that hung is to learn within a second of its waking up that it is not primary any more.
    static constexpr TimeUs call_gap_us = 1'000'000;
    /// Each may be lost, or come a moment after another doubt.
    static constexpr std::uint32_t stranger_calls = 3;

    void keep_hanging() {
        if (ports_.empty()) return;
        const bool hangs = wire::peer_at(ports(), 0) == hanging_port_;
        ports_.erase(hangs ? 2 : 0, ports_.size() - (hangs ? 2 : 0));
    }

    Array<std::uint8_t> ports_;
    std::uint32_t stranger_calls_ = 0;
    /// 0 where the former primary is gone.
    std::uint16_t hanging_port_ = 0;
    TimeUs call_us_ = never_us;
    TimeUs until_us_ = 0;
};

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::core {

/// Whether a secondary would be told of its primary's end. It would if the system watches the
/// primary's process. But only the primary says which process that is, and without keys a program
/// of another user may be the primary for a moment, and say anything. So a primary is believed only
/// if it is a program of the secondary's own user. The system is asked whose the discovery port is,
/// just before a heartbeat is sent there: so the one that answers this heartbeat had the port when
/// the system was asked. Until then, and for all other primaries, the secondary finds out by
/// heartbeats every few seconds.
class PrimaryTrust {
   public:
    /// A primary acknowledged a registration: what was known is of another one, perhaps.
    void begin() { user_ = User::unknown; }
    /// A process is to be watched, by the primary's word; or none, any more.
    void note_process(std::uint32_t process_id) {
        process_id_ = process_id;
        is_watched_ = false;
    }
    /// The system tells the end of that process.
    void note_watched(std::uint32_t process_id) {
        is_watched_ = process_id == process_id_ && process_id != 0;
    }

    /// A heartbeat is about to be sent. True where the system is to be asked before; what it said
    /// before an earlier heartbeat counts no more.
    [[nodiscard]] bool ask() {
        if (user_ > User::own_so_far) return false;
        user_ = User::unknown;
        return true;
    }
    /// The system's answer. Without one, the next heartbeat brings the next question.
    void note_user(bool is_own) {
        if (user_ <= User::own_so_far) user_ = is_own ? User::own_so_far : User::other;
    }
    /// The primary answered the heartbeat that was sent last.
    void note_answer() {
        if (user_ == User::own_so_far) user_ = User::own;
    }

    [[nodiscard]] bool is_trusted() const { return user_ == User::own && is_watched_; }

   private:
    enum class User : std::uint8_t { unknown, own_so_far, own, other };

    User user_ = User::unknown;
    std::uint32_t process_id_ = 0;
    bool is_watched_ = false;
};

}  // namespace mpdisc::core

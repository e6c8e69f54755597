// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::core {

/// Whether a secondary can rely on the system to report the end of its primary. It can if the
/// system watches the process of the primary. But only the primary says which process that is.
/// Without keys, a program of another user may be the primary for a moment and name any process. So
/// a secondary trusts only a primary of its own user. It asks the system for the user of the
/// discovery port just before it sends a heartbeat there. The program that answers this heartbeat
/// thus had the port when the system was asked. A primary that is not trusted gets a heartbeat
/// every few seconds instead.
class PrimaryTrust {
   public:
    /// A primary acknowledged a registration. It may be a new one, so its user is unknown.
    void begin() { user_ = User::unknown; }
    /// The primary named this process, which is to be watched. 0: none.
    void note_process(std::uint32_t process_id) {
        process_id_ = process_id;
        is_watched_ = false;
    }
    /// The system watches that process, and will report its end.
    void note_watched(std::uint32_t process_id) {
        is_watched_ = process_id == process_id_ && process_id != 0;
    }

    /// A heartbeat is about to be sent. True if the system must be asked for the user first.
    /// Discards what the system said before an earlier heartbeat, because that heartbeat had no
    /// reply.
    [[nodiscard]] bool ask() {
        if (user_ > User::own_so_far) return false;
        user_ = User::unknown;
        return true;
    }
    /// The answer of the system. If none comes, the next heartbeat asks again.
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

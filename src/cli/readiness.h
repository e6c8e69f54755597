// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>

#include "mpdisc/types.h"
#include "program/supervisor.h"

namespace mpdisc::cli {

/// Tells a supervisor how the provider is: by sd_notify(3), by the descriptor of --ready-fd, or by
/// both. The provider is ready once it has a role for the first time, because then its services are
/// found. READY=1 and RELOADING=1 are repeated if a full queue refuses them. STATUS and STOPPING=1
/// are not, because nothing waits for them.
class Readiness {
   public:
    static constexpr int no_descriptor = -1;
    /// The time until a refused message is repeated.
    static constexpr TimeUs repeat_gap_us = 100'000;

    /// `descriptor` was claimed; `no_descriptor` if none was given.
    Readiness(int descriptor, const SupervisorWishes& wishes)
        : descriptor_(descriptor), wishes_(wishes) {}

    /// The provider has this role. `status`: a line for people.
    void note_role(Role role, std::string_view status);
    void note_status(std::string_view status);
    void begin_reload(TimeUs now_us);
    /// `status`: how the reload went, in a line for people.
    void end_reload(std::string_view status);
    void note_stop();

    /// Gives a sign of life if one is due, and repeats what was refused.
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const {
        return std::min(sign_deadline_us(), repeat_deadline_us());
    }

   private:
    [[nodiscard]] bool tell(const char* text, std::string_view rest = {}) const;
    void announce_ready(std::string_view status);
    void repeat();

    [[nodiscard]] bool owes_newline() const { return is_ready_ && descriptor_ != no_descriptor; }
    [[nodiscard]] bool owes_reloading() const { return reload_began_us_ != never_us; }
    [[nodiscard]] TimeUs repeat_deadline_us() const {
        return owes_newline() || owes_reloading() || owes_ready_ ? repeat_due_us_ : never_us;
    }
    [[nodiscard]] TimeUs sign_deadline_us() const {
        return wishes_.listens && wishes_.watchdog_us != 0 ? sign_due_us_ : never_us;
    }

    int descriptor_;
    SupervisorWishes wishes_;
    bool is_ready_ = false;
    /// READY=1 was refused.
    bool owes_ready_ = false;
    /// When the reload began whose RELOADING=1 was refused; never_us: none was.
    TimeUs reload_began_us_ = never_us;
    TimeUs repeat_due_us_ = 0;
    TimeUs sign_due_us_ = 0;
};

}  // namespace mpdisc::cli

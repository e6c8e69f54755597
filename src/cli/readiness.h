// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/types.h"
#include "program/supervisor.h"

namespace mpdisc::cli {

/// Tells a supervisor how the provider is: by sd_notify(3), by the descriptor of --ready-fd, or by
/// both. The provider is ready once it has a role for the first time, because then its services are
/// found.
class Readiness {
   public:
    static constexpr int no_descriptor = -1;

    /// `descriptor` was claimed; `no_descriptor` if none was given.
    explicit Readiness(int descriptor)
        : descriptor_(descriptor), wishes_(read_supervisor_wishes()) {}

    /// The provider has this role. `status`: a line for people.
    void note_role(Role role, std::string_view status);
    void note_status(std::string_view status);
    void begin_reload(TimeUs now_us);
    void end_reload();
    void note_stop();

    /// Gives a sign of life if one is due.
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const {
        return wishes_.listens && wishes_.watchdog_us != 0 ? sign_due_us_ : never_us;
    }

   private:
    void tell(const char* text, std::string_view rest = {}) const;

    int descriptor_;
    SupervisorWishes wishes_;
    bool is_ready_ = false;
    TimeUs sign_due_us_ = 0;
};

}  // namespace mpdisc::cli

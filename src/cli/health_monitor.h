// SPDX-License-Identifier: MIT
#pragma once

#include "cli/check_list.h"
#include "cli/health_change.h"
#include "mpdisc/types.h"

namespace mpdisc::cli {

/// Decides when which service is checked, and whether it is offered. It makes no check itself.
///
/// The first checks are all due at once. The second checks are spread over their interval, and stay
/// so, because from then on a check is due one interval after the former one was. The check that is
/// due first starts first, so none waits for ever.
class HealthMonitor {
   public:
    /// The list belongs to the owner. Each other change of it calls for restart().
    explicit HealthMonitor(CheckList& checks) : checks_(checks) { restart(); }

    /// To be called after the list was replaced.
    void restart() { find_next(); }
    /// Of the checks that are due now, the one that was due first. Its service counts as being
    /// checked from now on. Null if none is due. Without `with_commands` only ports are checked.
    [[nodiscard]] CheckedService* start_next(TimeUs now_us, bool with_commands);
    /// Takes the result of a check that was started.
    [[nodiscard]] HealthChange end(CheckedService& service, bool is_success, TimeUs now_us);
    /// The service could not be offered after its first success. It waits for another one.
    void try_again(CheckedService& service, TimeUs now_us);
    /// When start_next() has a check to start.
    [[nodiscard]] TimeUs next_due_us(bool with_commands) const;

   private:
    void find_next();
    /// Makes it the next one, if its check is due before the ones that are.
    void consider(CheckedService& service);
    [[nodiscard]] TimeUs due_after(const CheckedService& service, TimeUs now_us) const;

    CheckList& checks_;
    /// The services whose checks are due first. Null if there are none, or all are being checked.
    CheckedService* next_port_ = nullptr;
    CheckedService* next_command_ = nullptr;
};

}  // namespace mpdisc::cli

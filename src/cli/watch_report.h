// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "mpdisc/watch.h"

namespace mpdisc::cli {

/// Says once on stderr what a watch could not ask or believe, and that it has no link to ask.
class WatchReport {
   public:
    /// Both arguments must outlive this object.
    WatchReport(Watch& watch, const ProbeArguments& arguments)
        : watch_(watch), arguments_(arguments) {}

    /// Calls make() as soon as the first picture is complete. Tells at once that the interface that
    /// was chosen has no link, because then there is no first picture. To be called after each
    /// process().
    void update();
    /// Makes the report, unless it is made already.
    void make();
    [[nodiscard]] bool is_made() const { return is_made_; }

   private:
    void report_lack_of_link();

    Watch& watch_;
    const ProbeArguments& arguments_;
    bool is_made_ = false;
    bool has_told_lack_ = false;
};

}  // namespace mpdisc::cli

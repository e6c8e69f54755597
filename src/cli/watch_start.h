// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "mpdisc/watch.h"

/// The start that all uses of a watch have in common.
namespace mpdisc::cli {

/// Opens the watch. Returns exit_ok, or another exit code after a message.
[[nodiscard]] int open_watch(Watch& watch, const ProbeArguments& arguments);

/// Says on stderr what the watch could not ask or believe until now, as a search does at its end.
void report_watch(Watch& watch);

/// Does the same once, when the first picture is complete. Also tells if there is no link to ask;
/// at once if this is the interface that was chosen.
class WatchReport {
   public:
    explicit WatchReport(const ProbeArguments& arguments) : arguments_(arguments) {}

    void update(Watch& watch);

   private:
    const ProbeArguments& arguments_;
    bool is_made_ = false;
    bool names_lack_ = false;
};

}  // namespace mpdisc::cli

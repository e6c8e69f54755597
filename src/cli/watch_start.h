// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "mpdisc/watch.h"

/// The start that all uses of a watch have in common.
namespace mpdisc::cli {

/// Opens the watch. Returns exit_ok, or another exit code after a message.
[[nodiscard]] int open_watch(Watch& watch, const ProbeArguments& arguments);

/// Says on stderr what the watch could not ask or believe, as a search does at its end. It does so
/// once, when the first picture is complete.
class WatchReport {
   public:
    void update(Watch& watch);

   private:
    bool is_made_ = false;
};

/// Does the same now.
void report_watch(Watch& watch);

}  // namespace mpdisc::cli

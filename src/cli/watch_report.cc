// SPDX-License-Identifier: MIT
#include "cli/watch_report.h"

#include "cli/search_messages.h"

namespace mpdisc::cli {

void WatchReport::update() {
    if (!arguments_.interface_name.empty()) report_lack_of_link();
    if (watch_.is_synced()) make();
}

void WatchReport::make() {
    if (is_made_) return;
    is_made_ = true;
    report_losses(watch_, true);
    report_lack_of_link();
}

void WatchReport::report_lack_of_link() {
    if (has_told_lack_ || !watch_.has_no_link()) return;
    has_told_lack_ = true;
    if (arguments_.interface_name.empty()) return report_no_link();
    TextBuffer message;
    append_not_asked(message, 0, arguments_);
    print_error(probe_program, message.view());
}

}  // namespace mpdisc::cli

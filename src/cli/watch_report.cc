// SPDX-License-Identifier: MIT
#include "cli/watch_report.h"

#include "cli/search_messages.h"

namespace mpdisc::cli {

namespace {

void report_no_link(const ProbeArguments& arguments) {
    TextBuffer message;
    if (arguments.interface_name.empty()) {
        message.append("only this host was asked: no other interface has an address");
    } else {
        append_not_asked(message, 0, arguments);
    }
    print_error(probe_program, message.view());
}

}  // namespace

void WatchReport::update() {
    if (watch_.is_synced()) make();
}

void WatchReport::make() {
    if (is_made_) return;
    is_made_ = true;
    report_losses(watch_, true);
    if (watch_.has_no_link()) report_no_link(arguments_);
}

}  // namespace mpdisc::cli

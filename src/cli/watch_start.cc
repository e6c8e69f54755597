// SPDX-License-Identifier: MIT
#include "cli/watch_start.h"

#include "cli/exit_code.h"
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

int open_watch(Watch& watch, const ProbeArguments& arguments) {
    const OpenError error = watch.open(watch_options(arguments));
    if (error == OpenError::none) return exit_ok;
    return report_open_error(error, watch.system_error(), arguments);
}

void WatchReport::update(Watch& watch) {
    if (is_made_) return;
    // As long as nobody can be asked, there is no first picture.
    const bool is_certain = watch.is_synced() || !arguments_.interface_name.empty();
    if (is_certain && !names_lack_ && watch.has_no_link()) {
        names_lack_ = true;
        report_no_link(arguments_);
    }
    if (!watch.is_synced()) return;
    is_made_ = true;
    report_watch(watch);
}

void report_watch(Watch& watch) {
    report_dropped(watch.counters()[Counter::drop_unauthenticated]);
    if (watch.has_unasked_networks()) report_unasked();
    report_unsent(watch);
}

}  // namespace mpdisc::cli

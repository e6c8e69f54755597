// SPDX-License-Identifier: MIT
#include "cli/list_search.h"

#include "cli/escape.h"
#include "cli/exit_code.h"
#include "cli/list_file.h"
#include "cli/search_messages.h"

namespace mpdisc::cli {

namespace {

int keep_file(const ProbeArguments& arguments, int exit_code) {
    TextBuffer message;
    append_cited(message, arguments.output.data());
    message.append(" is unchanged because the list is incomplete");
    return end_with_error(probe_program, message, exit_code);
}

}  // namespace

int finish_list(const ProbeArguments& arguments, ServiceOutput& output, int exit_code,
                bool lacks_link, WrittenList& written) {
    TextBuffer list;
    output.flush(list, 0);
    const bool has_ended = exit_code == exit_ok || exit_code == exit_not_found;
    if (!has_ended) return keep_file(arguments, exit_code);
    if (lacks_link) return keep_file(arguments, exit_incomplete);

    ListFile file(arguments, written);
    if (const int error = file.write(list); error != 0) {
        file.report(error);
        return exit_system;
    }
    file.process(monotonic_us());
    while (file.has_running()) {
        PollSet set;
        file.add_poll_entry(set);
        if (!wait_or_explain(set, never_us)) return exit_system;
        file.note_end(monotonic_us());
    }
    const bool has_failed = file.next_deadline_us() != never_us;
    if (has_failed) written.is_known = false;
    return exit_code;
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#include "cli/wait.h"

#include "cli/exit_code.h"
#include "cli/program.h"

namespace mpdisc::cli {

int wait_or_end(PollSet& set, SignalWatch& signals, TimeUs deadline_us, const char* program) {
    set.add(signals.poll_entry());
    if (!set.wait(deadline_us)) {
        print_error(program, "the system refuses to wait for input");
        return exit_system;
    }
    return exit_by_signal(signals.next());
}

}  // namespace mpdisc::cli

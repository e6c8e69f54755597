// SPDX-License-Identifier: MIT
#include "cli/check_result.h"

#include "program/console.h"

namespace mpdisc::cli {

void append_reason(TextBuffer& out, const ServiceCheck& check, const CheckResult& result) {
    using Outcome = CheckResult::Outcome;
    const auto number = static_cast<unsigned>(result.number);
    switch (result.outcome) {
        case Outcome::pending:
        case Outcome::success:
            return;
        case Outcome::closed:
            out.append("nothing listens on port ").append_number(check.port);
            return;
        case Outcome::no_socket:
            out.append("cannot open a socket for its check");
            return;
        case Outcome::timed_out:
            out.append("its check timed out");
            return;
        case Outcome::exited:
            out.append("its check exited with status ").append_number(number);
            return;
        case Outcome::killed:
            out.append("its check was killed by signal ").append_number(number);
            return;
        case Outcome::not_started:
            out.append("its check could not be started: ");
            out.append(system_error_text(result.number).view());
            return;
    }
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#include "cli/check_result.h"

#include <gtest/gtest.h>

#include "program/console.h"
#include "tests/unit/cli/checked_services.h"

namespace mpdisc::cli {
namespace {

using Outcome = CheckResult::Outcome;

TEST(CheckResult, SaysWhyACheckFailed) {
    const struct {
        CheckResult result;
        std::string reason;
    } cases[] = {
        {{Outcome::pending}, ""},
        {{Outcome::success}, ""},
        {{Outcome::closed}, "nothing listens on port 80"},
        {{Outcome::no_socket}, "cannot open a socket for its check"},
        {{Outcome::timed_out}, "its check timed out"},
        {{Outcome::exited, 3}, "its check exited with status 3"},
        {{Outcome::killed, 9}, "its check was killed by signal 9"},
        {{Outcome::not_started, 2},
         "its check could not be started: " + std::string(system_error_text(2).view())},
    };
    for (const auto& c : cases) {
        TextBuffer out;
        append_reason(out, each_second(), c.result);
        EXPECT_EQ(out.view(), c.reason);
    }
}

}  // namespace
}  // namespace mpdisc::cli

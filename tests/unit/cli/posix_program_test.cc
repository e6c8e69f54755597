// SPDX-License-Identifier: MIT
#include "cli/program.h"

#include <gtest/gtest.h>

#include <string>

#include "cli/exit_code.h"

namespace mpdisc::cli {
namespace {

TEST(Program, PrintsAnErrorAndReturnsItsExitCode) {
    TextBuffer text;
    text.append("an error");
    testing::internal::CaptureStderr();
    EXPECT_EQ(end_with_error("prog", text, exit_not_found), exit_not_found);
    print_error("prog", text.view());
    print_error("prog", "another");
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "prog: an error\nprog: an error\nprog: another\n");
}

TEST(Program, HintsAtTheHelpAfterAUsageError) {
    TextBuffer message;
    message.append("no such option");
    testing::internal::CaptureStderr();
    EXPECT_EQ(finish_early("prog", Parsed::usage_error, message), exit_usage);
    message.clear();
    message.append("no such file");
    EXPECT_EQ(finish_early("prog", Parsed::error, message), exit_usage);
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "prog: no such option\nTry 'prog --help'.\nprog: no such file\n");
}

TEST(Program, ReportsLackOfMemoryInsteadOfAnIncompleteMessage) {
    TextBuffer text;
    text.append("half of an");
    text.fail();
    testing::internal::CaptureStderr();
    print_error("prog", text.view());
    EXPECT_EQ(end_with_error("prog", text, exit_not_found), exit_system);
    EXPECT_EQ(finish_early("prog", Parsed::usage_error, text), exit_system);
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "prog: out of memory\nprog: out of memory\nprog: out of memory\n");
}

}  // namespace
}  // namespace mpdisc::cli

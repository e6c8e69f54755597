// SPDX-License-Identifier: MIT
#include "cli/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

namespace mpdisc::cli {
namespace {

/// Replaces stderr by a pipe.
class LogTest : public testing::Test {
   protected:
    void SetUp() override {
        std::array<int, 2> ends{};
        ASSERT_EQ(pipe(ends.data()), 0);
        read_end_ = ends[0];
        ASSERT_EQ(fcntl(read_end_, F_SETFL, O_NONBLOCK), 0);
        original_ = dup(STDERR_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[1]);
    }
    void TearDown() override {
        dup2(original_, STDERR_FILENO);
        close(original_);
        close(read_end_);
    }

    /// Reads everything that is in the pipe.
    std::string drain() const {
        std::string text;
        std::array<char, 4096> block;
        ssize_t size;
        while ((size = read(read_end_, block.data(), block.size())) > 0) {
            text.append(block.data(), static_cast<std::size_t>(size));
        }
        return text;
    }

    static void fill() {
        const std::string block(512, '#');
        while (try_write(StandardStream::error, block)) {
        }
    }

   private:
    int read_end_ = -1;
    int original_ = -1;
};

TEST_F(LogTest, NamesTheProgramBeforeErrorsOnly) {
    Log log("prog", LogLevel::info, false);
    log.write(LogLevel::error, "e");
    log.write(LogLevel::warning, "w");
    log.write(LogLevel::info, "i");
    log.write(LogLevel::debug, "d");
    EXPECT_EQ(drain(), "prog: error: e\nw\ni\n");
}

TEST_F(LogTest, NeverBlocksAndCountsLostLines) {
    Log log("prog", LogLevel::info, false);
    fill();
    log.write(LogLevel::info, "one");
    log.write(LogLevel::debug, "not of this level");
    log.write(LogLevel::error, "two");
    EXPECT_EQ(drain().find_first_not_of('#'), std::string::npos);
    log.write(LogLevel::info, "three");
    log.write(LogLevel::info, "four");
    EXPECT_EQ(drain(), "2 log lines were lost\nthree\nfour\n");
}

TEST_F(LogTest, WritesToStderrIfTheSystemsLogIsNotAvailable) {
    const int error = system_log_open("prog");
    if (error == 0) GTEST_SKIP() << "this system has a log";
    Log log("prog", LogLevel::info, true);
    log.write(LogLevel::info, "i");
    log.end_startup();
    log.write(LogLevel::error, "e");
    EXPECT_EQ(drain(),
              "cannot write to the system log: " + std::string(system_error_text(error).view()) +
                  "; logging to stderr\ni\nprog: error: e\n");
}

TEST_F(LogTest, CountsATextWithoutMemoryAsLost) {
    Log log("prog", LogLevel::info, false);
    TextBuffer text;
    text.append("half of a");
    text.fail();
    log.write(LogLevel::info, text.view());
    EXPECT_EQ(drain(), "");
    log.write(LogLevel::info, "next");
    EXPECT_EQ(drain(), "1 log lines were lost\nnext\n");
}

TEST_F(LogTest, TellsTheSystemsLogOfLostLinesAndNotStderr) {
    if (system_log_open("prog") != 0) GTEST_SKIP() << "this system has no log";
    Log log("prog", LogLevel::info, true);
    log.write(LogLevel::info, "");
    log.write(LogLevel::error, "e");
    EXPECT_EQ(drain(), "prog: error: e\n");
}

TEST_F(LogTest, WritesErrorsOfTheStartToStderrAndTheSystemsLog) {
    if (system_log_open("prog") != 0) GTEST_SKIP() << "this system has no log";
    Log log("prog", LogLevel::info, true);
    log.write(LogLevel::info, "not an error");
    log.write(LogLevel::error, "e");
    log.end_startup();
    log.write(LogLevel::error, "later");
    EXPECT_EQ(drain(), "prog: error: e\n");
}

TEST_F(LogTest, LimitsTheRateOfEachLevelAndCountsOmittedLines) {
    Log log("prog", LogLevel::info, false);
    log.end_startup();
    std::string expected;
    for (std::uint32_t i = 0; i < 3 * LineRate::lines_per_second_max; ++i) {
        log.write(LogLevel::info, "i");
        log.write(LogLevel::debug, "not of this level");
        if (i < LineRate::lines_per_second_max) expected += "i\n";
    }
    EXPECT_EQ(drain(), expected);
    // A flood of one level does not hold back the lines of others.
    log.write(LogLevel::warning, "w");
    EXPECT_EQ(drain(), "200 log lines were lost\nw\n");
}

TEST_F(LogTest, DoesNotLimitTheRateAtTheStart) {
    Log log("prog", LogLevel::info, false);
    std::string expected;
    for (std::uint32_t i = 0; i < 2 * LineRate::lines_per_second_max; ++i) {
        log.write(LogLevel::info, "offering");
        expected += "offering\n";
    }
    EXPECT_EQ(drain(), expected);
}

}  // namespace
}  // namespace mpdisc::cli

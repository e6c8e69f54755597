// SPDX-License-Identifier: MIT
// Children that are ended with all that they have started, and children of others.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "child.h"
#include "forked.h"
#include "peer.h"

namespace mpdisc::platform {
namespace {

int start_script(Command& command, std::string script, const ChildOptions& options) {
    std::string shell = command_shell();
    std::string option = "-c";
    char* argv[] = {shell.data(), option.data(), script.data(), nullptr};
    return command.start(argv, options);
}

/// A pipe whose writing end children inherit. It tells when the last of them has ended.
class Heirs {
   public:
    Heirs() { EXPECT_EQ(pipe(ends_), 0); }
    ~Heirs() {
        close(ends_[0]);
        close_own();
    }
    Heirs(const Heirs&) = delete;
    Heirs& operator=(const Heirs&) = delete;

    void close_own() {
        if (ends_[1] != -1) close(ends_[1]);
        ends_[1] = -1;
    }
    [[nodiscard]] bool all_end(std::uint64_t timeout_us = patience_us) const {
        return becomes_readable({ends_[0], false}, timeout_us);
    }

   private:
    int ends_[2]{-1, -1};
};

TEST(PosixBoundedChild, IsKilledWithAllProcessesOfItsGroup) {
    Heirs heirs;
    Command command;
    ASSERT_EQ(start_script(command, "sleep 60 & sleep 60", {{}, {}, false, true, 60'000}), 0);
    heirs.close_own();
    EXPECT_FALSE(heirs.all_end(1));
    command.kill();
    EXPECT_EQ(await_end(command), 128 + SIGKILL);
    EXPECT_TRUE(heirs.all_end());
}

TEST(PosixBoundedChild, IsKilledWithWhatItLeftBehind) {
    Heirs heirs;
    Command command;
    ASSERT_EQ(start_script(command, "sleep 60 & exit 3", {{}, {}, false, true, 60'000}), 0);
    heirs.close_own();
    EXPECT_EQ(await_end(command), 3);
    EXPECT_FALSE(heirs.all_end(1));
    command.kill();
    EXPECT_TRUE(heirs.all_end());
}

TEST(PosixBoundedChild, EndsAfterItsLifetimeAlsoIfItsParentIsGone) {
    Heirs heirs;
    EXPECT_EQ(run_forked([] {
                  Command command;
                  return start_script(command, "exec sleep 60", {{}, {}, false, true, 50});
              }),
              0);
    heirs.close_own();
    EXPECT_TRUE(heirs.all_end());
}

TEST(PosixBoundedChild, WritesNothingToTheOutputOfItsParent) {
    const auto size_of_output = [](const ChildOptions& options) {
        int ends[2];
        if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) == -1) return 99;
        Command command;
        if (start_script(command, "echo abc", options) != 0 || await_end(command) != 0) return 98;
        if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) return 97;
        char bytes[8];
        const ssize_t size = read(ends[0], bytes, sizeof bytes);
        return size < 0 ? 0 : static_cast<int>(size);
    };
    EXPECT_EQ(run_forked([&] { return size_of_output({}); }), 4);
    EXPECT_EQ(run_forked([&] { return size_of_output({{}, {}, false, false}); }), 0);
}

TEST(PosixChildrenOfOthers, AreReapedAndOwnOnesAreNot) {
    EXPECT_EQ(run_forked([] {
                  Command command;
                  if (start_script(command, "exit 3", {}) != 0) return 99;
                  siginfo_t info{};
                  if (waitid(P_ALL, 0, &info, WEXITED | WNOWAIT) != 0) return 98;
                  const pid_t orphan = fork();
                  if (orphan == 0) _exit(0);
                  if (waitid(P_PID, static_cast<id_t>(orphan), &info, WEXITED | WNOWAIT) != 0) {
                      return 97;
                  }
                  Command::reap_others();
                  int exit_code = -1;
                  return command.ended(exit_code) && exit_code == 3 ? 0 : 96;
              }),
              0);
}

TEST(PosixChildrenOfOthers, AreReapedOnceOwnOnesAreReleased) {
    EXPECT_EQ(run_forked([] {
                  pid_t orphan = -1;
                  {
                      Command command;
                      if (start_script(command, "exit 3", {}) != 0) return 99;
                      orphan = fork();
                      if (orphan == 0) _exit(0);
                      if (await_end(command) != 3) return 98;
                  }
                  siginfo_t info{};
                  if (waitid(P_PID, static_cast<id_t>(orphan), &info, WEXITED | WNOWAIT) != 0) {
                      return 97;
                  }
                  Command::reap_others();
                  return waitpid(orphan, nullptr, WNOHANG) == -1 && errno == ECHILD ? 0 : 96;
              }),
              0);
}

TEST(PosixChildrenOfOthers, AreIgnoredByThisProcessAndNotByItsChildren) {
    if (access("/proc/self/status", R_OK) != 0) GTEST_SKIP() << "this system tells no handling";
    EXPECT_EQ(run_forked([] {
                  ignore_children();
                  Command command;
                  // Bit 16 stands for SIGCHLD.
                  const std::string script =
                      "exec grep -q 'SigIgn:.*[02468ace]....$' /proc/self/status";
                  if (start_script(command, script, {}) != 0) return 99;
                  return await_end(command);
              }),
              0);
}

}  // namespace
}  // namespace mpdisc::platform

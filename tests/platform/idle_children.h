// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <vector>

#include "platform/process_watch.h"

namespace mpdisc::platform {

/// Forked children that are idle until they are killed.
class IdleChildren {
   public:
    explicit IdleChildren(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const pid_t child = fork();
            if (child == 0) {
                alarm(60);  // in case the test itself is killed
                for (;;) pause();
            }
            EXPECT_GT(child, 0);
            if (child > 0) processes_.push_back(child);
        }
    }
    ~IdleChildren() { kill_all(); }
    IdleChildren(const IdleChildren&) = delete;
    IdleChildren& operator=(const IdleChildren&) = delete;

    [[nodiscard]] std::set<std::uint32_t> ids() const {
        return {processes_.begin(), processes_.end()};
    }

    void kill_all() {
        for (const pid_t child : processes_) kill(child, SIGKILL);
        for (const pid_t child : processes_) EXPECT_EQ(waitpid(child, nullptr, 0), child);
        processes_.clear();
    }

   private:
    std::vector<pid_t> processes_;
};

/// The processes that are reported until none is left. Each must be reported once.
inline std::set<std::uint32_t> all_ended(ProcessWatch& watch) {
    std::set<std::uint32_t> ended;
    std::uint32_t id = 0;
    while (watch.next_ended(id)) EXPECT_TRUE(ended.insert(id).second);
    return ended;
}

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>

/// On which processors processes run.
namespace mpdisc::bench {

/// How many there are for this program.
[[nodiscard]] std::size_t cpu_count();

/// Keeps a process (0: this one, and who it starts from then on) on the `number`-th processor.
/// Where there are fewer, on the last.
void pin(pid_t process, std::size_t number);
/// Lets it run on all of them again.
void unpin(pid_t process);

/// While it lives, this process is pinned.
class Pinned {
   public:
    explicit Pinned(std::size_t number) { pin(0, number); }
    ~Pinned() { unpin(0); }
    Pinned(const Pinned&) = delete;
    Pinned& operator=(const Pinned&) = delete;
};

}  // namespace mpdisc::bench

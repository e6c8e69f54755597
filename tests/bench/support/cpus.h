// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>

/// The processors on which processes run.
namespace mpdisc::bench {

/// The number of processors for this program.
[[nodiscard]] std::size_t cpu_count();

/// Pins a process to processor `number`, or to the last one if there are fewer. 0 means this
/// process and programs that it starts from then on.
void pin(pid_t process, std::size_t number);
/// Lets a process run on all processors again.
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

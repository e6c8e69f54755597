// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>

/// What the kernel knows of a process.
namespace mpdisc::bench {

/// How long it has run, on any processor, in itself and in the kernel for it.
[[nodiscard]] double processor_s(pid_t process);
/// The same, once it rests, for which this waits a while: the kernel adds what another process runs
/// only when it ceases to.
[[nodiscard]] double processor_s_at_rest(pid_t process);

struct Memory {
    /// What is in memory, shared with others or not.
    double resident_kib = 0;
    /// What it alone has: heap, stack, written data.
    double private_kib = 0;
    /// The same, and of what it shares with others its share: the sum of many tells what they take.
    double share_kib = 0;
};
[[nodiscard]] Memory memory_of(pid_t process);

/// Whether it loaded no library.
[[nodiscard]] bool is_static(pid_t process);

/// Of the process's children and theirs, and itself: that which runs so named a program; else 0.
[[nodiscard]] pid_t find_descendant(pid_t process, const std::string& name);

}  // namespace mpdisc::bench

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

/// The kernel's data about a process.
namespace mpdisc::bench {

/// Its processor time, in user and kernel mode.
[[nodiscard]] double processor_s(pid_t process);
/// The same, after waiting a short time until the process sleeps, because the kernel updates
/// another process's time only when it stops running.
[[nodiscard]] double processor_s_at_rest(pid_t process);

/// How often it began to wait, and so was woken up.
[[nodiscard]] std::size_t wakeups(pid_t process);

struct Memory {
    /// Resident memory, including shared memory.
    double resident_kib = 0;
    /// Private memory: heap, stack, written data.
    double private_kib = 0;
    /// Private memory and its share of the shared memory. The sum over processes is their total.
    double share_kib = 0;
};
[[nodiscard]] Memory memory_of(pid_t process);

/// True if it loaded no library.
[[nodiscard]] bool is_static(pid_t process);

/// Finds a program by name among the process and its descendants; 0 if there is none.
[[nodiscard]] pid_t find_descendant(pid_t process, const std::string& name);

}  // namespace mpdisc::bench

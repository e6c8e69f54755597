// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

/// The system's calls behind ProcessWatch: a descriptor that is readable while there are processes
/// in it that have ended.
namespace mpdisc::platform {

/// -1 where the system has no such thing. `processes_max`: how many it is to take.
[[nodiscard]] int open_process_queue(std::size_t& processes_max);

/// -1 where the process cannot be watched; one that is not there (any more) has ended. Else the
/// descriptor that this takes, which is the caller's to close; or `no_descriptor`.
[[nodiscard]] int add_to_process_queue(int queue, std::uint32_t process_id);

/// close() takes no notice of it.
inline constexpr int no_descriptor = -2;

/// Before its descriptor is closed.
void remove_from_process_queue(int queue, std::uint32_t process_id, int descriptor);

/// One that has ended, which is removed then; false where there is none.
[[nodiscard]] bool next_of_process_queue(int queue, std::uint32_t& process_id);

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#pragma once

/// What the programs end with: an interface, as documented as the options.
namespace mpdisc::cli {

inline constexpr int exit_ok = 0;
/// Probe: nothing found, or less than asked for.
inline constexpr int exit_not_found = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_system = 3;
/// Probe: some host has more than arrived, or some networks were not asked.
inline constexpr int exit_incomplete = 4;
/// As shells say that a command cannot be run, or is not there.
inline constexpr int exit_cannot_run = 126;
inline constexpr int exit_no_command = 127;

}  // namespace mpdisc::cli

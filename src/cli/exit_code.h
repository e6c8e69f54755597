// SPDX-License-Identifier: MIT
#pragma once

/// The exit codes of the programs. They are an interface; the man pages document them.
namespace mpdisc::cli {

inline constexpr int exit_ok = 0;
/// Probe: no service was found, or fewer than requested.
inline constexpr int exit_not_found = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_system = 3;
/// Probe: a host has services that did not arrive, or some networks were not asked.
inline constexpr int exit_incomplete = 4;
/// As in shells: the command cannot be run (126) or does not exist (127).
inline constexpr int exit_cannot_run = 126;
inline constexpr int exit_no_command = 127;

}  // namespace mpdisc::cli

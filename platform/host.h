// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/console.h"

/// This process and this host. Behind mpdisc/console.h, where the contracts are.
namespace mpdisc::platform {

[[nodiscard]] std::uint32_t process_id();
/// The effective user. Who has the same may take a port over (UdpSocket::take_over()); 0
/// where users have no numbers.
[[nodiscard]] std::uint32_t user_id();
/// The host's name as the system has it, whatever bytes it holds; empty where there is none.
[[nodiscard]] FixedString<255> host_name();
[[nodiscard]] FixedString<127> error_text(int error);

void streams_claim();
[[nodiscard]] bool stream_is_terminal(StandardStream stream);
[[nodiscard]] std::size_t stream_columns(StandardStream stream);
[[nodiscard]] bool stream_write(StandardStream stream, std::string_view text);
[[nodiscard]] bool stream_try_write(StandardStream stream, std::string_view text);

[[nodiscard]] int read_file(const char* path, std::span<char> out, std::size_t& size);

[[nodiscard]] int log_open(const char* program);
void log_line(LogLevel level, std::string_view line);
[[nodiscard]] bool log_available();

}  // namespace mpdisc::platform

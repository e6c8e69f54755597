// SPDX-License-Identifier: MIT
#include "mpdisc/console.h"

#include <array>

#include "mpdisc/limits.h"
#include "mpdisc/text.h"
#include "platform/host.h"

namespace mpdisc {

void claim_standard_streams() {
    platform::streams_claim();
}

bool is_terminal(StandardStream stream) {
    return platform::stream_is_terminal(stream);
}

std::size_t terminal_columns(StandardStream stream) {
    return platform::stream_columns(stream);
}

bool write_all(StandardStream stream, std::string_view text) {
    return platform::stream_write(stream, text);
}

bool try_write(StandardStream stream, std::string_view text) {
    return platform::stream_try_write(stream, text);
}

int read_file(const char* path, std::span<char> out, std::size_t& size) {
    return platform::read_file(path, out, size);
}

int system_log_open(const char* program) {
    return platform::log_open(program);
}

void system_log(LogLevel level, std::string_view line) {
    platform::log_line(level, line);
}

bool system_log_available() {
    return platform::log_available();
}

FixedString<127> system_error_text(int error) {
    return platform::error_text(error);
}

FixedString<64> system_host_name() {
    const FixedString<255> whole = platform::host_name();
    const std::string_view label = slice(whole.view(), 0, whole.view().find('.'));
    std::array<char, limits::host_name_max> text;
    const std::size_t size = to_name_text(label, text);
    FixedString<limits::host_name_max> name;
    (void)name.assign(size == 0 ? "localhost" : std::string_view(text.data(), size));
    return name;
}

}  // namespace mpdisc

// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

#include <cerrno>

#include "cli/escape.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

bool refuse(TextBuffer& message, const char* path, std::string_view reason) {
    message.append("cannot read ");
    append_cited(message, path);
    message.append(": ").append(reason);
    return false;
}

bool refuse(TextBuffer& message, const char* path, int system_error) {
    (void)refuse(message, path, system_error_text(system_error).view());
    if (system_error == ENOMEM) message.fail();
    return false;
}

}  // namespace

bool read_config_file(const char* path, TextBuffer& out, TextBuffer& message) {
    const std::span<char> room = out.spare(config_file_bytes_max + 1);
    if (room.empty()) return refuse(message, path, ENOMEM);
    std::size_t size = 0;
    const int error = read_file(path, room, size);
    if (error != 0) return refuse(message, path, error);
    if (size > config_file_bytes_max) return refuse(message, path, "it is larger than 1 MiB");
    out.extend(size);
    return true;
}

Parsed load_config(const char* path, std::string_view host_name, ProviderSettings& settings,
                   ServiceList& services, TextBuffer& message) {
    TextBuffer text;
    if (!read_config_file(path, text, message)) return Parsed::error;
    const ConfigSource source = {text.view(), path, host_name};
    return parse_config(source, settings, services, message) ? Parsed::run : Parsed::error;
}

}  // namespace mpdisc::cli

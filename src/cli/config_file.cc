// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

#include <cerrno>

#include "cli/escape.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

bool refuse(Mistakes& mistakes, const char* path, std::string_view reason) {
    TextBuffer& text = mistakes.add();
    text.append("cannot read ");
    append_cited(text, path);
    text.append(": ").append(reason);
    return false;
}

bool refuse(Mistakes& mistakes, const char* path, int system_error) {
    (void)refuse(mistakes, path, system_error_text(system_error).view());
    if (system_error == ENOMEM) mistakes.fail();
    return false;
}

}  // namespace

bool read_config_file(const ConfigFile& file, TextBuffer& out, Mistakes& mistakes) {
    const char* const path = file.path;
    const std::span<char> room = out.spare(config_file_bytes_max + 1);
    if (room.empty()) return refuse(mistakes, path, ENOMEM);
    std::size_t size = 0;
    const int error = file.is_input ? read_standard_input(room, size) : read_file(path, room, size);
    if (error != 0) return refuse(mistakes, path, error);
    if (size > config_file_bytes_max) return refuse(mistakes, path, "it is larger than 1 MiB");
    out.extend(size);
    return true;
}

void load_config(const ConfigFile& file, std::string_view default_name, ProviderSettings& settings,
                 ServiceSet& services, Mistakes& mistakes) {
    TextBuffer text;
    if (!read_config_file(file, text, mistakes)) return;
    parse_config({text.view(), file.path, default_name}, settings, services, mistakes);
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

#include "cli/escape.h"

namespace mpdisc::cli {

void refuse_config(const char* path, std::string_view reason, Mistakes& mistakes) {
    TextBuffer& text = mistakes.add();
    text.append("cannot read ");
    append_cited(text, path);
    text.append(": ").append(reason);
}

bool read_config_file(const ConfigFile& file, TextBuffer& out, Mistakes& mistakes) {
    const std::span<char> room = out.spare(config_file_bytes_max + 1);
    if (room.empty()) {
        mistakes.fail();
        return false;
    }
    std::size_t size = 0;
    const int error = file.kind == ConfigKind::input ? read_standard_input(room, size)
                                                     : read_file(file.path, room, size, file.read);
    if (error != 0) {
        refuse_config(file.path, system_error_text(error).view(), mistakes);
    } else if (size > config_file_bytes_max) {
        refuse_config(file.path, "it is larger than 1 MiB", mistakes);
    } else {
        out.extend(size);
        return true;
    }
    return false;
}

void load_config(const ConfigFile& file, std::string_view default_name, ProviderSettings& settings,
                 PlannedServices& services, Mistakes& mistakes) {
    TextBuffer text;
    settings.is_whole = read_config_file(file, text, mistakes);
    if (!settings.is_whole) return;
    parse_config({text.view(), file.path, default_name, file.kind == ConfigKind::drop_in}, settings,
                 services, mistakes);
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#include "cli/config_directory.h"

#include <algorithm>

#include "cli/config_file.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

/// Room for config_files_max names of the greatest length, each with its NUL.
constexpr std::size_t names_bytes_max = config_files_max * 256;

/// The first name after `last` in byte order; empty if there is none.
std::string_view next_name(std::string_view names, std::string_view last) {
    std::string_view next;
    while (!names.empty()) {
        const std::string_view name = slice(names, 0, names.find('\0'));
        names = slice(names, name.size() + 1);
        if (name > last && (next.empty() || name < next)) next = name;
    }
    return next;
}

void load_file(std::string_view directory, std::string_view name, std::string_view default_name,
               PlannedServices& services, Mistakes& mistakes) {
    TextBuffer path;
    path.append(directory).append("/").append(name).append({"\0", 1});
    if (!path.ok()) return mistakes.fail();
    ProviderSettings none;
    // A pipe here is a mistake, and must not stop the provider.
    load_config({path.view().data(), ConfigKind::drop_in, FileRead::at_once}, default_name, none,
                services, mistakes);
}

}  // namespace

void load_config_directory(const char* path, std::string_view default_name,
                           PlannedServices& services, Mistakes& mistakes) {
    TextBuffer buffer;
    const std::span<char> room = buffer.spare(names_bytes_max);
    if (room.empty()) return mistakes.fail();
    std::size_t size = 0;
    const int error = list_directory(path, ".conf", room, size);
    if (error != 0) return refuse_config(path, system_error_text(error).view(), mistakes);
    const std::string_view names(room.data(), std::min(size, room.size()));
    if (size > room.size() || std::ranges::count(names, '\0') > std::ptrdiff_t{config_files_max}) {
        return refuse_config(path, "it has more than 256 files *.conf", mistakes);
    }
    std::string_view name = next_name(names, {});
    for (; !name.empty(); name = next_name(names, name)) {
        load_file(path, name, default_name, services, mistakes);
    }
}

}  // namespace mpdisc::cli

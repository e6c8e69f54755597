// SPDX-License-Identifier: MIT
#include "platform/directory.h"

#include <dirent.h>

#include <cerrno>

#include "platform/common/name_list.h"

namespace mpdisc::platform {

int list_directory(const char* path, std::string_view suffix, std::span<char> out,
                   std::size_t& size) {
    DIR* const directory = opendir(path);
    if (directory == nullptr) return errno;
    NameList names(suffix, out);
    errno = 0;
    while (const dirent* entry = readdir(directory)) names.add(entry->d_name);
    const int error = errno;
    closedir(directory);
    size = names.size();
    return error;
}

}  // namespace mpdisc::platform

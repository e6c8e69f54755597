// SPDX-License-Identifier: MIT
#include "mpdisc/key_file.h"

#include <array>

#include "platform/key_file.h"

namespace mpdisc {

KeyFault read_key_file(const char* path, KeySet& out) {
    std::array<char, limits::key_file_bytes_max> text;
    std::size_t size = 0;
    KeyFault fault = platform::read_key_file(path, text, size);
    if (fault.error == KeyError::none) fault = parse_keys({text.data(), size}, out);
    wipe_memory(text.data(), text.size());
    return fault;
}

}  // namespace mpdisc

// SPDX-License-Identifier: MIT
#include "cli/key_file.h"

#include "cli/escape.h"
#include "mpdisc/key_file.h"
#include "program/console.h"

namespace mpdisc::cli {

Parsed load_keys(const FileName& file, KeySet& out, TextBuffer& message) {
    const char* const path = file.data();
    if (*path == '\0') return Parsed::run;
    const KeyFault fault = read_key_file(path, out);
    if (fault.error == KeyError::none) return Parsed::run;
    append_escaped(message, path);
    if (fault.line != 0) message.append(":").append_number(fault.line);
    message.append(": ");
    if (fault.system_error != 0) {
        message.append(system_error_text(fault.system_error).view());
    } else {
        message.append(to_text(fault.error));
    }
    return Parsed::error;
}

}  // namespace mpdisc::cli

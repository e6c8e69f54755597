// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/keys.h"

namespace mpdisc {

/// Adds the keys of a file to `out`, as parse_keys() does. The file must be a regular one that
/// belongs to this program's user or to root, without any permission for other users. On POSIX its
/// group may read it if it is a file of the directory $CREDENTIALS_DIRECTORY, which systemd makes.
[[nodiscard]] KeyFault read_key_file(const char* path, KeySet& out);

}  // namespace mpdisc

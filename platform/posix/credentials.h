// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// Whether `file`, opened by `path`, is one of the credentials that the system's service manager
/// gave this service (systemd.exec(5), CREDENTIALS): a file of the directory
/// $CREDENTIALS_DIRECTORY, which belongs to root or this user, and in which nobody else can put
/// files. systemd lets the service's user read such a file by an access list. The list shows as
/// permission to read for the file's group, though the group has none.
[[nodiscard]] bool is_credential(const char* path, int file);

}  // namespace mpdisc::platform

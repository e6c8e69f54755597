// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// Whether `file`, which was opened by `path`, is a credential that the service manager gave to
/// this service (systemd.exec(5), CREDENTIALS). Such a file is in the directory
/// $CREDENTIALS_DIRECTORY, which belongs to root or this user, and in which no other user can
/// create files.
///
/// systemd gives the user of the service access by an access control list. In the mode of the file,
/// that list looks like read permission for the group, although the group has none.
[[nodiscard]] bool is_credential(const char* path, int file);

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// In a child before exec: undoes what raise_descriptor_limit() did. Programs that use select()
/// rely on a low limit.
void descriptor_limit_restore_for_exec();

}  // namespace mpdisc::platform

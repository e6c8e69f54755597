// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// Undoes raise_descriptor_limit(), in a child before exec. Programs that use select() rely on a
/// low limit.
void descriptor_limit_restore_for_exec();

}  // namespace mpdisc::platform

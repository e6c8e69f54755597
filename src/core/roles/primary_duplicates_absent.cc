// SPDX-License-Identifier: MIT
#include "core/roles/primary.h"

// For builds whose primary compares no services.

namespace mpdisc::core {

ProviderId Primary::find_duplicate(Registry::Slot) const {
    return {};
}

void Primary::warn_of_duplicate(const ServiceView&) {}

}  // namespace mpdisc::core

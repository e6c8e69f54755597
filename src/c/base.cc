// SPDX-License-Identifier: MIT
#include "mpdisc/c/base.h"

#include <algorithm>

#include "c/names.h"
#include "mpdisc/types.h"

static_assert(static_cast<int>(mpdisc::Role::primary) == MPDISC_ROLE_PRIMARY &&
              static_cast<int>(mpdisc::Role::secondary) == MPDISC_ROLE_SECONDARY);

const char* mpdisc_version() {
    return mpdisc::version();
}

const char* mpdisc_role_name(int role) {
    return mpdisc::c::name_of<mpdisc::Role::secondary>(role);
}

void mpdisc_id_text(const uint8_t id[16], char out[MPDISC_ID_TEXT_SIZE]) {
    mpdisc::ProviderId copy;
    std::copy_n(id, copy.bytes.size(), copy.bytes.begin());
    const auto text = to_text(copy);
    *std::ranges::copy(text.view(), out).out = '\0';
}

// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/keys.h"
#include "mpdisc/keys.h"

struct mpdisc_keys {
    mpdisc::KeySet keys;
};

// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"
#include "mpdisc/keys.h"
#include "mpdisc/open_error.h"
#include "mpdisc/service.h"

namespace mpdisc::c {

[[nodiscard]] mpdisc_error error_of(OpenError error);
[[nodiscard]] mpdisc_error error_of(ServiceError error);
[[nodiscard]] mpdisc_error error_of(KeyError error);

}  // namespace mpdisc::c

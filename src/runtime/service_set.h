// SPDX-License-Identifier: MIT
#pragma once

#include "core/host/service_set.h"
#include "mpdisc/service_set.h"

namespace mpdisc {

/// A ServiceSet without services may have none of these.
struct ServiceSet::Impl {
    core::ServiceSet services;
};

}  // namespace mpdisc

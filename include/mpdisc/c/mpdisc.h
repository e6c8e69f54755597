// SPDX-License-Identifier: MIT
#pragma once

/// The whole C API.
#include "mpdisc/c/base.h"
#include "mpdisc/c/counters.h"
#include "mpdisc/c/found.h"
#include "mpdisc/c/keys.h"
#include "mpdisc/c/poll.h"
#include "mpdisc/c/probe.h"
#include "mpdisc/c/provider.h"
#include "mpdisc/c/service.h"
#include "mpdisc/c/status.h"
#include "mpdisc/c/watch.h"

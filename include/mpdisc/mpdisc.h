// SPDX-License-Identifier: MIT
#pragma once

/// The whole API.
#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/expects.h"
#include "mpdisc/found_service.h"
#include "mpdisc/host_name.h"
#include "mpdisc/key_file.h"
#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/poll.h"
#include "mpdisc/probe.h"
#include "mpdisc/provider.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/service.h"
#include "mpdisc/status.h"
#include "mpdisc/text.h"
#include "mpdisc/types.h"
#include "mpdisc/version.h"

// SPDX-License-Identifier: MIT
#pragma once

#define MPDISC_VERSION_MAJOR 0
#define MPDISC_VERSION_MINOR 1
#define MPDISC_VERSION_PATCH 0
#define MPDISC_VERSION "0.1.0"

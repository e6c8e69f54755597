// SPDX-License-Identifier: MIT
#pragma once

/// The version of these headers. C and C++ both include this file.
#define MPDISC_VERSION_MAJOR 0
#define MPDISC_VERSION_MINOR 1
#define MPDISC_VERSION_PATCH 0
#define MPDISC_VERSION "0.1.0"

#ifdef __cplusplus
namespace mpdisc {

/// The version of the library that the program runs with, written like MPDISC_VERSION.
const char* version();

}  // namespace mpdisc
#endif

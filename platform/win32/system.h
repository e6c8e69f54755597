// SPDX-License-Identifier: MIT
#pragma once

// The system's headers, as of Windows 10, in the only order in which they work: what includes
// <windows.h> before <winsock2.h> gets the sockets of another age.
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#define WIN32_LEAN_AND_MEAN

#include <winsock2.h>
#include <ws2tcpip.h>

#include <mswsock.h>
#include <windows.h>

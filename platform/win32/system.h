// SPDX-License-Identifier: MIT
#pragma once

// The headers of Windows 10 in the only order that works. If <windows.h> comes before <winsock2.h>,
// it declares an old version of the sockets.
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

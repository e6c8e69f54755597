// SPDX-License-Identifier: MIT
#pragma once

// Declares inet_pton() and inet_ntop() on each system.
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

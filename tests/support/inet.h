// SPDX-License-Identifier: MIT
#pragma once

// inet_pton() and inet_ntop(), wherever the system has them.
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

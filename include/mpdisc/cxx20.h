// SPDX-License-Identifier: MIT
#pragma once

/// Every header of the C++ API includes this one. Visual C++ tells its language by _MSVC_LANG.
#if !(defined(__cplusplus) && __cplusplus >= 202002L) && \
    !(defined(_MSVC_LANG) && _MSVC_LANG >= 202002L)
#error "mpdisc's C++ headers need C++20 (-std=c++20); C and older C++ have the headers mpdisc/c/"
#endif

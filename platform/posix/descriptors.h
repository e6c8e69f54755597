// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"

/// Makes descriptors that no child inherits, not even a child that another thread forks at this
/// moment. An inherited descriptor would keep the discovery port or a pipe open. A system that
/// cannot create descriptors with these flags has a descriptors.cc of its own.
namespace mpdisc::platform {

enum class PipeMode { blocking, non_blocking };

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

/// On an error returns false with errno set, and leaves `out` unchanged.
[[nodiscard]] bool make_pipe(PipeMode mode, Pipe& out);

/// Makes a non-blocking socket: of UDP if `type` is SOCK_DGRAM, of TCP if it is SOCK_STREAM. On an
/// error returns -1 with errno set.
[[nodiscard]] int make_socket(Family family, int type);

}  // namespace mpdisc::platform

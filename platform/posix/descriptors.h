// SPDX-License-Identifier: MIT
#pragma once

/// Descriptors that no child inherits, not even one that another thread forks at this moment: it
/// would keep the discovery port, or a pipe, open. A system without the calls that make them so
/// at once brings its own descriptors.cc.
namespace mpdisc::platform {

enum class PipeMode { blocking, non_blocking };

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

/// False with errno set; `out` is unchanged then.
[[nodiscard]] bool make_pipe(PipeMode mode, Pipe& out);

/// A non-blocking UDP socket of AF_INET or AF_INET6; -1 with errno set.
[[nodiscard]] int make_udp_socket(int address_family);

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#include "platform/common/tcp_peer.h"

namespace mpdisc::platform {

bool has_other_peer(NativeSocket socket) {
    SocketAddress local;
    SocketAddress peer;
    socklen_t local_size = sizeof local;
    socklen_t peer_size = sizeof peer;
    return getsockname(socket, &local.any, &local_size) == 0 &&
           getpeername(socket, &peer.any, &peer_size) == 0 &&
           to_endpoint(local) != to_endpoint(peer);
}

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// The sketch of the services that match a request, if it asks for one (mpdisc-wire.7, SKETCH). The
/// request must outlive it.
class HostSketch {
   public:
    explicit HostSketch(const wire::Request& request)
        : request_(request), sketch_(request.sketch.cells) {}
    explicit HostSketch(wire::Request&&) = delete;

    /// The path of the request reaches this service, which matches.
    void add(const ProviderId& provider, wire::Bytes service) {
        if (sketch_.cells() == 0) return;
        const std::uint64_t key = wire::sketch_key(request_.transaction, provider, service);
        const wire::SketchSize& size = request_.sketch;
        if (wire::sketch_shard(key, size.shards) == size.shard) sketch_.add(key);
    }

    /// The cells; empty if the request asks for none.
    [[nodiscard]] wire::Bytes cells() const { return sketch_.bytes(); }

   private:
    const wire::Request& request_;
    wire::Sketch sketch_;
};

}  // namespace mpdisc::core

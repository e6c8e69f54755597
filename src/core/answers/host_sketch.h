// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// The sketch of the services that match a request, if it asks for one (mpdisc-wire.7, SKETCH). The
/// request must outlive it.
class HostSketch {
   public:
    explicit HostSketch(const wire::Request& request) : request_(request) {
        if (request.sketch.cells != 0) sketch_.emplace(request.sketch.cells);
    }
    explicit HostSketch(wire::Request&&) = delete;

    /// The path of the request reaches this service, which matches.
    void add(const ProviderId& provider, wire::Bytes service) {
        if (!sketch_) return;
        const std::uint64_t key = wire::sketch_key(request_.transaction, provider, service);
        const wire::SketchSize& size = request_.sketch;
        if (wire::sketch_shard(key, size.shards) == size.shard) sketch_->add(key);
    }

    /// The bytes of the cells; 0 if the request asks for none.
    [[nodiscard]] std::size_t size() const {
        return request_.sketch.cells * wire::Sketch::cell_size;
    }
    /// Writes the cells to `room`, and returns them.
    [[nodiscard]] wire::Bytes write(std::span<std::uint8_t, wire::Sketch::size_max> room) const {
        if (sketch_) sketch_->write(room);
        return room.first(size());
    }

   private:
    const wire::Request& request_;
    std::optional<wire::Sketch> sketch_;
};

}  // namespace mpdisc::core

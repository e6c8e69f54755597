// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/auth.h"

namespace mpdisc::core {

/// The datagrams a machine has to send: now, or when their delay has passed. Each is sealed as it
/// is queued.
class Outbox {
   public:
    /// `sealer` must outlive it.
    explicit Outbox(const wire::Sealer& sealer) : sealer_(sealer) {}
    ~Outbox() { forget_delayed(); }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    /// Room to encode a datagram that has at most `size_max` bytes with its seal. Empty if there is
    /// no memory.
    [[nodiscard]] std::span<std::uint8_t> reserve(std::size_t size_max);
    /// Seals and queues the first `size` bytes of the room that reserve() gave last, to be sent at
    /// `due_us`; 0: now. If too many datagrams wait already, or there is no memory, it is sent now:
    /// early is better than never.
    [[nodiscard]] bool commit(const Route& route, std::size_t size, TimeUs due_us = 0);

    /// Queues the delayed datagrams that are due. Returns how many were lost because there was no
    /// memory.
    [[nodiscard]] std::size_t release_due(TimeUs now_us);
    /// Drops all delayed datagrams. Their content is not true any more.
    void forget_delayed();
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// The bytes of the datagrams that are to be sent now.
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    /// The next datagram to send; its bytes stay until the next reserve().
    [[nodiscard]] bool next(Outbound& out);

   private:
    struct Ready {
        Route route;
        std::size_t offset;
        std::size_t size;
    };
    struct Delayed {
        TimeUs due_us;
        Route route;
        std::uint8_t* bytes;
        std::size_t size;
    };

    [[nodiscard]] std::size_t seal(const Route& route, std::size_t size);
    [[nodiscard]] bool queue(const Route& route, std::size_t size);

    const wire::Sealer& sealer_;
    Array<std::uint8_t> bytes_;
    Array<Ready> ready_;
    std::size_t sent_ = 0;
    std::size_t reserved_ = 0;
    std::array<Delayed, limits::delayed_datagrams_max> delayed_{};
    std::size_t delayed_count_ = 0;
};

}  // namespace mpdisc::core

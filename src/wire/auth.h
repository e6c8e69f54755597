// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "wire/format.h"
#include "wire/hmac.h"
#include "wire/reader.h"

/// mpdisc-wire.7, AUTHENTICATION: the last field of each message, where there are keys.
namespace mpdisc::wire {

inline constexpr std::size_t mac_size = 16;
/// The whole AUTH field: a time, and the code.
inline constexpr std::size_t auth_size = field_header_size + 8 + mac_size;

/// What AUTH says beside the code.
struct Seal {
    /// Which of the program's keys it is made with.
    std::uint8_t key = 0;
    /// When whoever asked did so, in milliseconds since 1970; 0 where that had no clock. A
    /// notification has that of its request, what else providers tell each other 0.
    std::uint64_t time_ms = 0;
};

/// The keys of a program, ready for use. Without any, messages are neither sealed nor taken where
/// they are.
class Keyring {
   public:
    Keyring() = default;
    Keyring(const Keyring&) = default;
    Keyring& operator=(const Keyring&) = default;
    ~Keyring() { wipe_memory(this, sizeof *this); }

    /// Replaces those that are there.
    void assign(const KeySet& keys);

    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    /// What seal() adds to a message.
    [[nodiscard]] std::size_t overhead() const { return is_empty() ? 0 : auth_size; }

    /// Adds AUTH to the message that has `size` bytes of `room`; returns its size then.
    [[nodiscard]] std::size_t seal(const Seal& seal, std::span<std::uint8_t> room,
                                   std::size_t size) const;
    /// Checks the datagram of these fields, and takes AUTH off them. False where it is not sealed
    /// with one of the keys; what `fields` and `seal` say then is worth nothing.
    [[nodiscard]] bool open(Bytes datagram, Bytes& fields, Seal& seal) const;

   private:
    std::array<HmacKey, limits::keys_max> keys_;
    std::uint8_t count_ = 0;
};

/// Seals what one program sends, as it says at the moment.
class Sealer {
   public:
    /// `keys` must outlive it.
    explicit Sealer(const Keyring& keys) : keys_(keys) {}

    void use(const Seal& seal) { seal_ = seal; }
    [[nodiscard]] const Seal& seal() const { return seal_; }

    [[nodiscard]] std::size_t overhead() const { return keys_.overhead(); }
    [[nodiscard]] std::size_t seal(std::span<std::uint8_t> room, std::size_t size) const {
        return keys_.seal(seal_, room, size);
    }

   private:
    const Keyring& keys_;
    Seal seal_;
};

}  // namespace mpdisc::wire

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

/// A primary's, new each time that a provider becomes primary. All zeros: none.
using Nonce = std::array<std::uint8_t, 16>;

/// The sender, the receiver and the primary of a control message. The code covers what the message
/// is bound to of these, though the message does not name it (mpdisc-wire.7, AUTHENTICATION). So it
/// says nothing to another primary, nor from another socket.
struct Binding {
    std::uint16_t from_port = 0;
    std::uint16_t to_port = 0;
    Nonce nonce{};
};

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
    [[nodiscard]] std::size_t seal(const Seal& seal, const Binding& binding,
                                   std::span<std::uint8_t> room, std::size_t size) const;
    /// Checks the datagram of these fields, and takes AUTH off them. False where it is not sealed
    /// with one of the keys, or bound to something else; then `fields` and `seal` are worth
    /// nothing.
    [[nodiscard]] bool open(Bytes datagram, const Binding& binding, Bytes& fields,
                            Seal& seal) const;

   private:
    std::array<HmacKey, limits::keys_max> keys_;
    std::uint8_t count_ = 0;
};

/// Seals what one program sends, and opens what it gets.
class Sealer {
   public:
    /// Of a program without a control socket.
    static constexpr std::uint16_t no_port = 0;

    /// `own_port` is the port of the program's control socket. Both must outlive it.
    Sealer(const Keyring& keys, const std::uint16_t& own_port) : keys_(keys), own_port_(own_port) {}

    /// What it sends from now on is sealed like that.
    void use(const Seal& seal) { seal_ = seal; }
    [[nodiscard]] const Seal& seal() const { return seal_; }
    /// The primary whose nonce this is counts from now on.
    void bind(const Nonce& nonce) { nonce_ = nonce; }
    [[nodiscard]] const Nonce& nonce() const { return nonce_; }

    [[nodiscard]] bool has_keys() const { return !keys_.is_empty(); }

    [[nodiscard]] std::size_t overhead() const { return keys_.overhead(); }
    [[nodiscard]] std::size_t seal(std::uint16_t to_port, std::span<std::uint8_t> room,
                                   std::size_t size) const {
        return keys_.seal(seal_, {own_port_, to_port, nonce_}, room, size);
    }
    [[nodiscard]] bool open(Bytes datagram, std::uint16_t from_port, std::uint16_t to_port,
                            Bytes& fields, Seal& seal) const {
        return keys_.open(datagram, {from_port, to_port, nonce_}, fields, seal);
    }

   private:
    const Keyring& keys_;
    const std::uint16_t& own_port_;
    Seal seal_;
    Nonce nonce_{};
};

}  // namespace mpdisc::wire

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

/// mpdisc-wire.7, AUTHENTICATION: with keys, AUTH is the last field of each message.
namespace mpdisc::wire {

inline constexpr std::size_t mac_size = 16;
/// The whole AUTH field: its header, a time and the code.
inline constexpr std::size_t auth_size = field_header_size + 8 + mac_size;

/// Random bytes that a provider draws each time it becomes primary. All zeros: no nonce.
using Nonce = std::array<std::uint8_t, 16>;

/// What a control message is bound to: the ports of sender and receiver, and the primary's nonce.
/// The message does not carry them, but its code covers those that mpdisc-wire.7, AUTHENTICATION,
/// lists for its type. So a recorded message is useless from another socket and to another primary.
struct Binding {
    std::uint16_t from_port = 0;
    std::uint16_t to_port = 0;
    Nonce nonce{};
};

/// The key and the time of an AUTH field.
struct Seal {
    /// The index of the key in the program's keyring.
    std::uint8_t key = 0;
    /// When the sender sent a client's request, a HOST_QUERY or a HOST_ANNOUNCEMENT, in
    /// milliseconds since 1970; 0 if it has no clock. Notifications, advertisements and HOST_LIST
    /// repeat the time of the question. All others have 0.
    std::uint64_t time_ms = 0;
};

/// The keys of a program, ready for use. Without keys, messages are not sealed, and sealed messages
/// are refused.
class Keyring {
   public:
    Keyring() = default;
    Keyring(const Keyring&) = default;
    Keyring& operator=(const Keyring&) = default;
    ~Keyring() { wipe_memory(this, sizeof *this); }

    /// Replaces all keys.
    void assign(const KeySet& keys);
    /// Whether both have the same keys in the same order. The time tells where they differ.
    friend bool operator==(const Keyring&, const Keyring&) = default;

    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    /// The number of bytes that seal() adds to a message.
    [[nodiscard]] std::size_t overhead() const { return is_empty() ? 0 : auth_size; }

    /// Appends AUTH to the message in the first `size` bytes of `room`; returns the new size.
    [[nodiscard]] std::size_t seal(const Seal& seal, const Binding& binding,
                                   std::span<std::uint8_t> room, std::size_t size) const;
    /// Checks the code of `datagram` and removes AUTH from `fields`. False if none of the keys
    /// sealed it, or if it is bound to something else; do not use `fields` and `seal` then.
    [[nodiscard]] bool open(Bytes datagram, const Binding& binding, Bytes& fields,
                            Seal& seal) const;

   private:
    std::array<HmacKey, limits::keys_max> keys_;
    std::uint8_t count_ = 0;
};

/// Seals the messages that a program sends and opens those that it receives.
class Sealer {
   public:
    /// The `own_port` of a program without a control socket.
    static constexpr std::uint16_t no_port = 0;

    /// `own_port` is the port of the program's control socket. Both arguments must outlive this.
    Sealer(const Keyring& keys, const std::uint16_t& own_port) : keys_(keys), own_port_(own_port) {}

    /// Later calls of seal() use this key and time.
    void use(const Seal& seal) { seal_ = seal; }
    [[nodiscard]] const Seal& seal() const { return seal_; }
    /// Later calls bind messages to the primary with this nonce.
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

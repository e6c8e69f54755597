// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/limits.h"

/// The keys that a network's providers and clients share (mpdisc.7, KEYS).
namespace mpdisc {

/// Why a key, or a file of keys, was refused.
enum class KeyError : std::uint8_t {
    none,
    too_short,
    too_long,
    not_hexadecimal,
    too_many,
    no_key,
    // Of the file itself:
    unreadable,
    not_regular,
    foreign_owner,
    exposed,
    file_too_large,
};

/// One sentence without a full stop, for people; it shows nothing of a key.
[[nodiscard]] const char* to_text(KeyError error);

/// Overwrites memory that held a key; no compiler leaves that out.
void wipe_memory(void* memory, std::size_t size);

/// Keys of limits::key_bytes_min to limits::key_bytes_max bytes, at most limits::keys_max. Each is
/// taken from others; what is sent bears the first. A copy, like the original, is wiped when it
/// goes.
class KeySet {
   public:
    KeySet() = default;
    KeySet(const KeySet&) = default;
    KeySet& operator=(const KeySet&) = default;
    ~KeySet() { clear(); }

    void clear() { wipe_memory(this, sizeof *this); }

    /// Refuses with `too_short`, `too_long` or `too_many`; then the keys are the same as before.
    [[nodiscard]] KeyError add(std::span<const std::uint8_t> key);
    /// The same in hexadecimal digits; also refuses with `not_hexadecimal`.
    [[nodiscard]] KeyError add_hexadecimal(std::string_view digits);

    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    [[nodiscard]] std::size_t size() const { return count_; }
    /// The n-th key, of size(); empty where there is none.
    [[nodiscard]] std::span<const std::uint8_t> operator[](std::size_t n) const {
        if (n >= count_) return {};
        return std::span(keys_[n].bytes).first(keys_[n].size);
    }

   private:
    struct Key {
        std::size_t size = 0;
        std::array<std::uint8_t, limits::key_bytes_max> bytes{};
    };

    /// Where a key of that many bytes goes; counted once it is there.
    [[nodiscard]] KeyError make_place(std::size_t size, Key*& out);

    std::array<Key, limits::keys_max> keys_;
    std::size_t count_ = 0;
};

/// What is wrong with keys, and where.
struct KeyFault {
    KeyError error = KeyError::none;
    /// Of the text, from 1; 0 where it is no single line's.
    std::size_t line = 0;
    /// The operating system's number, where that made a file `unreadable`.
    int system_error = 0;
};

/// Adds the keys of a text: one a line, in hexadecimal digits. `#` begins a comment, blank lines
/// are passed over. On a fault there are those before it.
[[nodiscard]] KeyFault parse_keys(std::string_view text, KeySet& out);

}  // namespace mpdisc

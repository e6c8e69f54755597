// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/limits.h"

/// The keys that the providers and clients of a network share (mpdisc.7, KEYS).
namespace mpdisc {

/// Why a key or a file of keys was refused.
enum class KeyError : std::uint8_t {
    none,
    too_short,
    too_long,
    not_hexadecimal,
    too_many,
    no_key,
    // These are about the file itself.
    unreadable,
    not_regular,
    foreign_owner,
    exposed,
    file_too_large,
};

/// One sentence for people, without a full stop. It shows nothing of a key.
[[nodiscard]] const char* to_text(KeyError error);

/// What became of keys that were to replace others.
enum class KeyChange : std::uint8_t {
    none,     ///< They are the same keys in the same order.
    changed,  ///< They are in use.
    refused,  ///< The former ones stay in use.
};

/// "none", "changed" or "refused".
[[nodiscard]] const char* to_text(KeyChange change);

/// Overwrites memory that held a key. The compiler cannot leave this out.
void wipe_memory(void* memory, std::size_t size);

/// At most limits::keys_max keys, each of limits::key_bytes_min to limits::key_bytes_max bytes. A
/// message that is sealed with any of them is accepted. The first one seals what is sent. Every
/// copy is wiped when it is destroyed.
class KeySet {
   public:
    KeySet() = default;
    KeySet(const KeySet&) = default;
    KeySet& operator=(const KeySet&) = default;
    ~KeySet() { clear(); }

    void clear() { wipe_memory(this, sizeof *this); }

    /// Adds a key. Refuses with `too_short`, `too_long` or `too_many`, and then changes nothing.
    [[nodiscard]] KeyError add(std::span<const std::uint8_t> key);
    /// Adds a key that is written in hexadecimal digits. Refuses with `not_hexadecimal`, too.
    [[nodiscard]] KeyError add_hexadecimal(std::string_view digits);

    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    [[nodiscard]] std::size_t size() const { return count_; }
    /// The n-th key; empty if `n` is not below size().
    [[nodiscard]] std::span<const std::uint8_t> operator[](std::size_t n) const {
        if (n >= count_) return {};
        return std::span(keys_[n].bytes).first(keys_[n].size);
    }

   private:
    struct Key {
        std::size_t size = 0;
        std::array<std::uint8_t, limits::key_bytes_max> bytes{};
    };

    /// Points `out` to the place for one more key, of `size` bytes. The caller writes and counts
    /// it.
    [[nodiscard]] KeyError make_place(std::size_t size, Key*& out);

    std::array<Key, limits::keys_max> keys_;
    std::size_t count_ = 0;
};

/// What is wrong with keys, and in which line.
struct KeyFault {
    KeyError error = KeyError::none;
    /// The line of the text, from 1; 0 if the fault is not in one line.
    std::size_t line = 0;
    /// The operating system's error number if the file is `unreadable`, otherwise 0.
    int system_error = 0;
};

/// Adds the keys of a text to `out`. Each line has one key, in hexadecimal digits. `#` begins a
/// comment, and blank lines are ignored. On a fault `out` has the keys of the lines before it.
[[nodiscard]] KeyFault parse_keys(std::string_view text, KeySet& out);

}  // namespace mpdisc

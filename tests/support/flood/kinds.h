// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <vector>

/// What a flood is made of.
namespace mpdisc::flood {

using Bytes = std::vector<std::uint8_t>;
using Dice = std::mt19937_64;

/// Messages by the rules, to be sent as they are or spoilt.
struct Messages {
    std::vector<Bytes> requests;
    std::vector<Bytes> controls;
};

/// The files of a directory, each of which holds a message.
[[nodiscard]] Messages load_messages(const std::filesystem::path& directory);

/// Whose address a datagram bears: this host's own; that of somebody who might be on the link; any
/// at all; or one of those that are trusted more: the loopback address, and the victim's own.
enum class Source { own, neighbour, anybody, insider };

struct Kind {
    const char* name;
    Source source;
    Bytes (*make)(const Messages& messages, Dice& dice);
};

[[nodiscard]] std::span<const Kind> kinds();

}  // namespace mpdisc::flood

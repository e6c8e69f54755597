// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <vector>

/// The kinds of datagrams in a flood.
namespace mpdisc::flood {

using Bytes = std::vector<std::uint8_t>;
using Dice = std::mt19937_64;

/// Valid messages, to be sent as they are or spoilt.
struct Messages {
    std::vector<Bytes> requests;
    std::vector<Bytes> controls;
};

/// Reads the files of a directory; each contains one message.
[[nodiscard]] Messages load_messages(const std::filesystem::path& directory);

/// The source address of a datagram: this host's own, one of the link, any, or an address that the
/// victim trusts more (loopback or its own).
enum class Source { own, neighbour, anybody, insider };

struct Kind {
    const char* name;
    Source source;
    Bytes (*make)(const Messages& messages, Dice& dice);
    /// It comes from the discovery port, as announcements do. The flood goes to the port after it.
    bool from_discovery_port = false;
};

[[nodiscard]] std::span<const Kind> kinds();

}  // namespace mpdisc::flood

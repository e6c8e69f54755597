// SPDX-License-Identifier: MIT
#pragma once

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace mpdisc::platform {

using NetlinkBytes = std::span<const std::uint8_t>;

/// The beginning of `bytes` as a structure of the kernel. All zeros if there are too few bytes.
template <class Struct>
[[nodiscard]] Struct read_struct(NetlinkBytes bytes) {
    Struct out{};
    if (bytes.size() >= sizeof out) std::memcpy(&out, bytes.data(), sizeof out);
    return out;
}

/// The value of the first attribute of that type; empty if there is none.
[[nodiscard]] NetlinkBytes find_attribute(NetlinkBytes attributes, std::uint16_t type);

/// A message of rtnetlink(7).
struct NetlinkMessage {
    std::uint16_t type = 0;
    /// The fixed part and the attributes after it.
    NetlinkBytes bytes;

    template <class Fixed>
    [[nodiscard]] NetlinkBytes attributes() const {
        constexpr std::size_t fixed_size = NLMSG_ALIGN(sizeof(Fixed));
        return bytes.size() > fixed_size ? bytes.subspan(fixed_size) : NetlinkBytes{};
    }
};

/// Reads tables of the kernel by netlink(7). Never blocks: the kernel answers within the calls.
class NetlinkReader {
   public:
    enum class End : std::uint8_t {
        complete,
        /// The table changed meanwhile, so an entry may be missing or there twice.
        interrupted,
        /// `take` wanted no more.
        stopped,
        refused,
    };

    NetlinkReader() = default;
    ~NetlinkReader() { close(); }
    NetlinkReader(const NetlinkReader&) = delete;
    NetlinkReader& operator=(const NetlinkReader&) = delete;

    /// False if the system refuses. `protocol`: the part of the kernel that is asked.
    [[nodiscard]] bool open(int protocol = NETLINK_ROUTE);
    void close();

    /// Reads a whole table. `type` is RTM_GETLINK or the like, and `fixed` the structure that
    /// belongs to it. Calls `take` for each message until it returns false. After `stopped` or
    /// `refused` the reader has to be opened again.
    template <class Fixed, class Take>
    [[nodiscard]] End dump(std::uint16_t type, const Fixed& fixed, Take take) {
        return read(NLM_F_DUMP, type, as_bytes(fixed), {}, call<Take>, &take);
    }
    /// Reads the one entry that `fixed` and `attributes` name.
    template <class Fixed, class Take>
    [[nodiscard]] End get(std::uint16_t type, const Fixed& fixed, NetlinkBytes attributes,
                          Take take) {
        return read(0, type, as_bytes(fixed), attributes, call<Take>, &take);
    }

   private:
    using TakeCall = bool (*)(void* taker, const NetlinkMessage& message);

    template <class Take>
    static bool call(void* taker, const NetlinkMessage& message) {
        return (*static_cast<Take*>(taker))(message);
    }
    template <class Fixed>
    static NetlinkBytes as_bytes(const Fixed& fixed) {
        return {reinterpret_cast<const std::uint8_t*>(&fixed), sizeof fixed};
    }
    /// Reads the whole table with NLM_F_DUMP in `flags`, otherwise one entry.
    [[nodiscard]] End read(std::uint16_t flags, std::uint16_t type, NetlinkBytes fixed,
                           NetlinkBytes attributes, TakeCall take, void* taker);
    [[nodiscard]] bool send(std::uint16_t type, std::uint16_t flags, NetlinkBytes fixed,
                            NetlinkBytes attributes);

    int descriptor_ = -1;
    std::uint32_t sequence_ = 0;
};

}  // namespace mpdisc::platform

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

/// The beginning of `bytes` as a structure of the kernel's; zeros where they are too few.
template <class Struct>
[[nodiscard]] Struct read_struct(NetlinkBytes bytes) {
    Struct out{};
    if (bytes.size() >= sizeof out) std::memcpy(&out, bytes.data(), sizeof out);
    return out;
}

/// The value of the attribute of that type among `attributes`; empty where there is none.
[[nodiscard]] NetlinkBytes find_attribute(NetlinkBytes attributes, std::uint16_t type);

/// A message of rtnetlink.
struct NetlinkMessage {
    std::uint16_t type = 0;
    /// The fixed part, and the attributes behind it.
    NetlinkBytes bytes;

    template <class Fixed>
    [[nodiscard]] NetlinkBytes attributes() const {
        constexpr std::size_t fixed_size = NLMSG_ALIGN(sizeof(Fixed));
        return bytes.size() > fixed_size ? bytes.subspan(fixed_size) : NetlinkBytes{};
    }
};

/// Asks rtnetlink for whole tables. Never blocks: the kernel answers within the calls.
class NetlinkReader {
   public:
    enum class End : std::uint8_t {
        complete,
        /// The table changed meanwhile, so something may be missing or there twice.
        interrupted,
        /// The taker wanted no more.
        stopped,
        refused,
    };

    NetlinkReader() = default;
    ~NetlinkReader() { close(); }
    NetlinkReader(const NetlinkReader&) = delete;
    NetlinkReader& operator=(const NetlinkReader&) = delete;

    /// False where the system refuses.
    [[nodiscard]] bool open();
    void close();

    /// Asks for all of a table: `type` is RTM_GETLINK and so on, `fixed` the structure that goes
    /// with it. Hands each message to `take`, which returns false to have no more. After `stopped`
    /// and `refused` the reader is to be opened anew.
    template <class Fixed, class Take>
    [[nodiscard]] End dump(std::uint16_t type, const Fixed& fixed, Take take) {
        return dump(type, as_bytes(fixed), {}, call<Take>, &take);
    }
    /// Asks for the one entry that `fixed` and `attributes` name.
    template <class Fixed, class Take>
    [[nodiscard]] End get(std::uint16_t type, const Fixed& fixed, NetlinkBytes attributes,
                          Take take) {
        return dump(type, as_bytes(fixed), attributes, call<Take>, &take);
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
    /// A dump where there are no attributes.
    [[nodiscard]] End dump(std::uint16_t type, NetlinkBytes fixed, NetlinkBytes attributes,
                           TakeCall take, void* taker);
    [[nodiscard]] bool send(std::uint16_t type, std::uint16_t flags, NetlinkBytes fixed,
                            NetlinkBytes attributes);

    int descriptor_ = -1;
    std::uint32_t sequence_ = 0;
};

}  // namespace mpdisc::platform

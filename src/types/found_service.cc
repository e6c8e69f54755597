// SPDX-License-Identifier: MIT
#include "mpdisc/found_service.h"

#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

namespace mpdisc {
namespace {

static_assert(std::is_trivially_copyable_v<IpAddress> && alignof(IpAddress) == 1,
              "addresses may follow texts in memory");

/// Puts copies one behind the other.
class Packer {
   public:
    explicit Packer(void* memory) : at_(static_cast<std::uint8_t*>(memory)) {}

    template <typename T>
    std::span<const T> copy(std::span<const T> from) {
        std::uint8_t* const begin = at_;
        if (!from.empty()) std::memcpy(begin, from.data(), from.size_bytes());
        at_ += from.size_bytes();
        return {reinterpret_cast<const T*>(begin), from.size()};
    }
    std::string_view copy(std::string_view from) {
        const std::span<const char> copied = copy(std::span<const char>(from));
        return {copied.data(), copied.size()};
    }

   private:
    std::uint8_t* at_;
};

std::size_t size_of(const FoundServiceView& found) {
    return found.service.name.size() + found.service.type.size() +
           found.service.attributes.packed().size() + found.host.size() +
           found.addresses.size_bytes() + found.interface_name.size();
}

}  // namespace

FoundService::~FoundService() {
    std::free(memory_);
}

FoundService::FoundService(FoundService&& other) noexcept
    : view_(std::exchange(other.view_, {})), memory_(std::exchange(other.memory_, nullptr)) {}

FoundService& FoundService::operator=(FoundService&& other) noexcept {
    std::swap(view_, other.view_);
    std::swap(memory_, other.memory_);
    return *this;
}

bool FoundService::assign(const FoundServiceView& found) {
    // One byte more, because malloc(0) may return null.
    void* const memory = std::malloc(size_of(found) + 1);
    if (memory == nullptr) return false;
    Packer packer(memory);
    FoundServiceView copied = found;
    copied.service.name = packer.copy(found.service.name);
    copied.service.type = packer.copy(found.service.type);
    copied.service.attributes =
        Attributes::of_checked(packer.copy(found.service.attributes.packed()));
    copied.host = packer.copy(found.host);
    copied.addresses = packer.copy(found.addresses);
    copied.interface_name = packer.copy(found.interface_name);
    // Only now, because `found` may be the view of this object.
    std::free(memory_);
    memory_ = memory;
    view_ = copied;
    return true;
}

}  // namespace mpdisc

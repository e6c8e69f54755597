// SPDX-License-Identifier: MIT
#include "platform/win32/adapters.h"

#include <array>

#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

/// The list may grow between two calls.
constexpr int attempts_max = 4;

IP_ADAPTER_ADDRESSES* allocate(ULONG size) {
    return static_cast<IP_ADAPTER_ADDRESSES*>(HeapAlloc(GetProcessHeap(), 0, size));
}

void release(IP_ADAPTER_ADDRESSES* list) {
    if (list != nullptr) HeapFree(GetProcessHeap(), 0, list);
}

}  // namespace

Adapters::Adapters(bool all) {
    const ULONG flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER |
                        (all ? GAA_FLAG_INCLUDE_ALL_INTERFACES : 0);
    ULONG size = 16 * 1024;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        release(list_);
        list_ = allocate(size);
        if (list_ == nullptr) return;
        const ULONG error = GetAdaptersAddresses(AF_UNSPEC, flags, nullptr, list_, &size);
        if (error == ERROR_BUFFER_OVERFLOW) continue;
        is_read_ = error == NO_ERROR || error == ERROR_NO_DATA;
        if (error != ERROR_NO_DATA) return;
        break;
    }
    // The system cannot return an empty list. A list that keeps growing counts as none.
    release(list_);
    list_ = nullptr;
}

Adapters::~Adapters() {
    release(list_);
}

bool adapter_name(const IP_ADAPTER_ADDRESSES& adapter, FixedString<63>& out) {
    if (adapter.FriendlyName != nullptr && to_utf8(adapter.FriendlyName, out)) return true;
    std::array<wchar_t, NDIS_IF_MAX_STRING_SIZE + 1> name;
    return ConvertInterfaceLuidToNameW(&adapter.Luid, name.data(), name.size()) == NO_ERROR &&
           to_utf8(name.data(), out);
}

}  // namespace mpdisc::platform

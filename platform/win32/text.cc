// SPDX-License-Identifier: MIT
#include "platform/win32/text.h"

#include <cstdlib>

#include "platform/win32/system.h"

namespace mpdisc::platform {

// Each byte of UTF-8 becomes at most one unit.
WideText::WideText(std::string_view text)
    : units_(static_cast<wchar_t*>(std::malloc((text.size() + 1) * sizeof(wchar_t)))) {
    if (units_ == nullptr) return;
    if (!text.empty()) {
        const auto bytes = static_cast<int>(text.size());
        size_ = static_cast<std::size_t>(
            MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, units_, bytes));
    }
    units_[size_] = L'\0';
}

WideText::~WideText() {
    std::free(units_);
}

std::size_t to_utf8(std::wstring_view text, char* out, std::size_t capacity) {
    if (text.empty()) return 0;
    return static_cast<std::size_t>(WideCharToMultiByte(
        CP_UTF8, WC_ERR_INVALID_CHARS, text.data(), static_cast<int>(text.size()), out,
        static_cast<int>(capacity), nullptr, nullptr));
}

}  // namespace mpdisc::platform

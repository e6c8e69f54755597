// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace mpdisc::platform {

/// Collects names as list_directory() writes them.
class NameList {
   public:
    NameList(std::string_view suffix, std::span<char> out) : suffix_(suffix), out_(out) {}

    void add(std::string_view name) {
        if (name.starts_with('.') || !name.ends_with(suffix_)) return;
        const std::size_t begin = size_;
        size_ += name.size() + 1;
        if (size_ > out_.size()) return;
        std::memcpy(out_.data() + begin, name.data(), name.size());
        out_[size_ - 1] = '\0';
    }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    std::string_view suffix_;
    std::span<char> out_;
    /// The bytes of all names, also of those that did not fit.
    std::size_t size_ = 0;
};

}  // namespace mpdisc::platform

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "platform/child_process.h"

namespace mpdisc::platform {

/// The environment of a child, as the system takes it: texts in UTF-16, each one with a NUL at its
/// end, and one more NUL.
class ChildEnvironment {
   public:
    explicit ChildEnvironment(const ChildOptions& options);
    ~ChildEnvironment();
    ChildEnvironment(const ChildEnvironment&) = delete;
    ChildEnvironment& operator=(const ChildEnvironment&) = delete;

    /// False if memory was short.
    [[nodiscard]] bool is_ok() const { return units_ != nullptr || is_inherited_; }
    /// Null: the child gets the environment of this process as it is.
    [[nodiscard]] wchar_t* data() const { return units_; }

   private:
    void add(std::wstring_view units);

    bool is_inherited_;
    wchar_t* units_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace mpdisc::platform

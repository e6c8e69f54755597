// SPDX-License-Identifier: MIT
#pragma once

#include "platform/child_process.h"

namespace mpdisc::platform {

/// The environment of a child, made before the fork: a child of a program with threads must not
/// allocate memory.
class ChildEnvironment {
   public:
    /// The variables of `options` must outlive this object.
    explicit ChildEnvironment(const ChildOptions& options);
    ~ChildEnvironment();
    ChildEnvironment(const ChildEnvironment&) = delete;
    ChildEnvironment& operator=(const ChildEnvironment&) = delete;

    /// False if memory was short.
    [[nodiscard]] bool is_ok() const { return entries_ != nullptr || is_inherited_; }
    /// Makes it the environment of this process, which is the child.
    void use() const;

   private:
    /// The child gets the environment of this process as it is.
    bool is_inherited_;
    /// Ends with a null pointer.
    char** entries_ = nullptr;
};

}  // namespace mpdisc::platform

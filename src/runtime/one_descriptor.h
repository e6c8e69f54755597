// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "platform/poll_group.h"

namespace mpdisc::runtime {

/// The one descriptor of an object of the API (Provider::fd()). It costs nothing until the owner of
/// the object asks for it. Programs that never ask do not have the code for it: only get() refers
/// to that code.
class OneDescriptor {
   public:
    /// Makes the descriptor if it is not there. -1 if the system gives none.
    template <typename Object>
    [[nodiscard]] int get(const Object& object) {
        if (!group_.is_open() && group_.open()) {
            refresh_ = refresh<Object>;
            update(object);
        }
        return static_cast<int>(group_.handle());
    }
    /// Call this when the entries or the deadline of the object may have changed.
    template <typename Object>
    void update(const Object& object) {
        if (refresh_ != nullptr) refresh_(group_, &object);
    }

   private:
    template <typename Object>
    static void refresh(platform::PollGroup& group, const void* object) {
        const auto& waiter = *static_cast<const Object*>(object);
        std::array<PollEntry, limits::poll_entries_max> entries;
        const std::size_t count = waiter.poll_entries(entries);
        group.wait_for({entries.data(), count}, waiter.next_deadline_us());
    }

    platform::PollGroup group_;
    void (*refresh_)(platform::PollGroup&, const void*) = nullptr;
};

}  // namespace mpdisc::runtime

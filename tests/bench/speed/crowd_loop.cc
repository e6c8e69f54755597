// SPDX-License-Identifier: MIT
#include "tests/bench/speed/crowd_loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "mpdisc/mpdisc.h"

namespace mpdisc::bench {
namespace {

/// A provider, its descriptors and its deadline.
struct Member {
    Provider provider;
    std::vector<int> watched;
    TimeUs deadline_us = 0;
    bool is_registered = false;
};

class Loop {
   public:
    explicit Loop(std::size_t count) : epoll_(epoll_create1(EPOLL_CLOEXEC)), members_(count) {}

    [[nodiscard]] bool open(std::size_t first) {
        for (std::size_t n = 0; n < members_.size(); ++n) {
            Service service;
            const bool offered =
                service.set_name("secondary " + std::to_string(first + n)) == ServiceError::none &&
                service.set_type("_http._tcp") == ServiceError::none &&
                service.set_port(8080) == ServiceError::none &&
                members_[n].provider.open({}) == OpenError::none &&
                members_[n].provider.add(service) == ServiceError::none;
            if (!offered) return false;
            process(n);
        }
        return true;
    }

    [[nodiscard]] bool all_registered() const { return registered_ == members_.size(); }

    /// Waits until a descriptor or a deadline is due, and processes all providers that are due.
    void run_once() {
        std::array<epoll_event, 64> events;
        const int count = epoll_wait(epoll_, events.data(), events.size(), timeout_ms());
        for (int n = 0; n < count; ++n) process(events[static_cast<std::size_t>(n)].data.u32);
        const TimeUs now_us = monotonic_us();
        for (std::size_t n = 0; n < members_.size(); ++n) {
            if (members_[n].deadline_us <= now_us) process(n);
        }
    }

   private:
    void process(std::size_t number) {
        Member& member = members_[number];
        member.provider.process();
        ProviderEvent event;
        while (member.provider.next_event(event)) continue;
        member.deadline_us = member.provider.next_deadline_us();
        const bool is_registered = member.provider.role() == Role::secondary;
        if (is_registered && !member.is_registered) ++registered_;
        if (!is_registered && member.is_registered) --registered_;
        member.is_registered = is_registered;
        watch(member, static_cast<std::uint32_t>(number));
    }

    /// Updates epoll if the provider's descriptors have changed, which is rare.
    void watch(Member& member, std::uint32_t number) const {
        std::array<PollEntry, limits::poll_entries_max> entries;
        const std::size_t count = member.provider.poll_entries(entries);
        std::vector<int> wanted;
        for (std::size_t n = 0; n < count; ++n)
            wanted.push_back(static_cast<int>(entries[n].handle));
        if (wanted == member.watched) return;
        // A closed descriptor has left epoll by itself, and its number may be in use again.
        for (const int descriptor : member.watched) {
            epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
        }
        for (const int descriptor : wanted) {
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u32 = number;
            epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
        }
        member.watched = wanted;
    }

    [[nodiscard]] int timeout_ms() const {
        TimeUs next_us = never_us;
        for (const Member& member : members_) next_us = std::min(next_us, member.deadline_us);
        const TimeUs now_us = monotonic_us();
        if (next_us <= now_us) return 0;
        return static_cast<int>(std::min<TimeUs>((next_us - now_us + 999) / 1000, 60'000));
    }

    int epoll_;
    std::vector<Member> members_;
    std::size_t registered_ = 0;
};

}  // namespace

void run_crowd(std::size_t first, std::size_t count, int ready) {
    Loop loop(count);
    if (!loop.open(first)) return;
    for (bool told = false;;) {
        if (!told && loop.all_registered()) told = write(ready, "r", 1) == 1;
        loop.run_once();
    }
}

}  // namespace mpdisc::bench

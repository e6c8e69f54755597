// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>

namespace mpdisc::sim {

class Program;

/// What platform::ProcessWatch is to a real program (platform/process_watch.h).
class ProcessWatch {
   public:
    explicit ProcessWatch(Program& owner) : owner_(owner) {}

    bool watch(std::uint32_t process_id);
    void forget(std::uint32_t process_id);
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);
    void close();

    /// That process has ended; its watchers are told a little later, if at all.
    void note_end(std::uint32_t process_id);
    [[nodiscard]] bool is_readable() const { return !ended_.empty(); }
    /// Whom it watches, and how often.
    [[nodiscard]] const std::map<std::uint32_t, int>& watched() const { return watched_; }

   private:
    Program& owner_;
    std::map<std::uint32_t, int> watched_;
    std::set<std::uint32_t> ended_;
};

}  // namespace mpdisc::sim

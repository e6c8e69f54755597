// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>

namespace mpdisc::sim {

class Program;

/// Stands in for platform::ProcessWatch (platform/process_watch.h).
class ProcessWatch {
   public:
    explicit ProcessWatch(Program& owner) : owner_(owner) {}

    bool watch(std::uint32_t process_id);
    void forget(std::uint32_t process_id);
    [[nodiscard]] bool next_ended(std::uint32_t& process_id);
    void close();

    /// Called for each process that ends. The owner is told a little later, or the notice gets
    /// lost.
    void note_end(std::uint32_t process_id);
    [[nodiscard]] bool is_readable() const { return !ended_.empty(); }
    /// The watched process ids, each with the number of watch() calls.
    [[nodiscard]] const std::map<std::uint32_t, int>& watched() const { return watched_; }

   private:
    Program& owner_;
    std::map<std::uint32_t, int> watched_;
    std::set<std::uint32_t> ended_;
};

}  // namespace mpdisc::sim

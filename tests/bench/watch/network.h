// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mpdisc::bench {

/// Hosts on one switch. Each is a network namespace that ends with this object.
class Network {
   public:
    static constexpr const char* interface = "lan0";

    Network() = default;
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// Makes the hosts 0 to count - 1, at most 250. This process stays where it is. False if the
    /// system refuses.
    [[nodiscard]] bool open(std::size_t count);
    [[nodiscard]] std::size_t count() const { return hosts_.size(); }
    /// Moves this process, and programs that it starts from then on, to that host.
    void enter(std::size_t host) const;
    /// Cuts the cable of that host at its end, or mends it.
    void cut(std::size_t host) const;
    void mend(std::size_t host) const;

   private:
    [[nodiscard]] bool add_host(std::size_t number);
    [[nodiscard]] bool set_up(std::size_t number, std::size_t count) const;

    int before_ = -1;
    int switch_ = -1;
    std::vector<int> hosts_;
};

/// While it lives, this process is on that host.
class OnHost {
   public:
    OnHost(const Network& network, std::size_t host);
    ~OnHost();
    OnHost(const OnHost&) = delete;
    OnHost& operator=(const OnHost&) = delete;

   private:
    int before_;
};

}  // namespace mpdisc::bench

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <string>

#include "tests/bench/support/setup.h"
#include "tests/bench/watch/network.h"

namespace mpdisc::bench {

/// A host with providers of one service each. The name of a service is new each time.
class ProvidingHost {
   public:
    ProvidingHost(const Setup& setup, const Network& network, std::size_t number)
        : program_(setup.provider()), network_(network), number_(number) {}
    ~ProvidingHost();
    ProvidingHost(const ProvidingHost&) = delete;
    ProvidingHost& operator=(const ProvidingHost&) = delete;

    /// Starts a provider; returns the name of its service, empty if the system refuses.
    std::string start();
    /// Starts several.
    void start(std::size_t count);
    /// Waits until all are registered, and the primary knows that these are all.
    [[nodiscard]] bool settle() const;

    [[nodiscard]] std::size_t count() const { return providers_.size(); }
    /// The service of the primary, and of another provider; empty if there is none.
    [[nodiscard]] std::string primary() const;
    [[nodiscard]] std::string secondary() const;
    /// Sends a signal to the provider of that service.
    void signal(const std::string& service, int number) const;
    void signal_all(int number) const;
    /// Reaps a provider that ends.
    void reap(const std::string& service);

    [[nodiscard]] const std::map<std::string, pid_t>& providers() const { return providers_; }
    [[nodiscard]] std::size_t number() const { return number_; }

   private:
    std::string program_;
    const Network& network_;
    std::size_t number_;
    std::size_t started_ = 0;
    std::map<std::string, pid_t> providers_;
};

}  // namespace mpdisc::bench

// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/search/probe.h"
#include "core/search/status_query.h"
#include "runtime/machine_io.h"
#include "tests/sim/keys.h"
#include "tests/sim/network_socket.h"
#include "tests/sim/program.h"

namespace mpdisc::sim {

/// A client: a program with one socket. It has the loops of the real clients
/// (src/runtime/probe.cc).
class ClientProgram : public Program {
   public:
    ClientProgram(Host& on, Network& network, std::string name)
        : Program(on, std::move(name)), socket_(*this, network, core::Channel::client) {}

    [[nodiscard]] const Socket& socket() const { return socket_; }

   protected:
    [[nodiscard]] bool is_readable() const override { return socket_.is_readable(); }
    void close_sockets() override { host.close(socket_); }

    template <typename Machine>
    void transmit(Machine& machine) {
        runtime::transmit_all(machine, send_batch_,
                              [this](const core::Route&) { return &socket_; });
    }

    NetworkSocket socket_;
    NetworkSocket::Batch batch_;

   private:
    runtime::SendBatch send_batch_;
};

/// A process that searches once for all services.
class ProbeProgram final : public ClientProgram {
   public:
    struct Setup {
        std::string name;
        bool local_only = false;
        std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    };
    struct Found {
        ProviderId provider;
        std::string service;
        TimeUs when_us;
    };
    /// Called once, when the probe has ended.
    using Done = std::function<void(ProbeProgram&)>;

    ProbeProgram(Host& on, Network& network, const Setup& setup, Done done);
    void start();

    [[nodiscard]] ProbeOutcome outcome() const { return machine_.outcome(); }
    [[nodiscard]] bool is_local_only() const { return local_only_; }
    /// In order of arrival.
    [[nodiscard]] const std::vector<Found>& found() const { return found_; }

   private:
    void run() override;
    void set_clock();
    [[nodiscard]] TimeUs deadline_us() const override { return machine_.next_deadline_us(); }
    void flush();

    const bool local_only_;
    core::Probe machine_;
    std::vector<Found> found_;
    Done done_;
};

/// A process that asks its host's primary for the registry.
class StatusProgram final : public ClientProgram {
   public:
    struct Provider {
        ProviderStatus status;
        std::vector<std::string> services;
    };
    using Done = std::function<void(StatusProgram&)>;

    StatusProgram(Host& on, Network& network, std::string name, Done done);
    void start();

    [[nodiscard]] StatusOutcome outcome() const { return machine_.outcome(); }
    /// The primary first.
    [[nodiscard]] const std::vector<Provider>& providers() const { return providers_; }

   private:
    void run() override;
    [[nodiscard]] TimeUs deadline_us() const override { return machine_.next_deadline_us(); }
    void flush();

    core::StatusQuery machine_;
    std::vector<Provider> providers_;
    Done done_;
};

/// A program without mpdisc that holds the discovery port while it runs.
class ForeignProgram final : public ClientProgram {
   public:
    using ClientProgram::ClientProgram;
    /// False if another program has the port.
    [[nodiscard]] bool start();

   private:
    void run() override { socket_.queue.clear(); }
    [[nodiscard]] TimeUs deadline_us() const override { return never_us; }
};

}  // namespace mpdisc::sim

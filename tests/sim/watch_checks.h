// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/fault_log.h"
#include "tests/sim/invariants.h"
#include "tests/sim/network.h"
#include "tests/sim/registrations.h"
#include "tests/sim/watch_program.h"

namespace mpdisc::sim {

/// Runs watches beside the faults, and compares what they tell with the truth: what living
/// providers offer.
///
/// - `added`, `changed` and `removed` follow each other as they should, and a change is a change.
/// - The list is the sum of the events.
/// - Each difference from the truth ends within a bound. The bound counts from the last fault that
///   keeps the watch and the host apart.
/// - A host that is suspended is given up after `lost_after`, and not much later.
/// - A service of a living provider is never removed without an excuse. These are the excuses:
///   - Silence: the watch has asked the host at least `asked_min` times within `lost_after`, and
///     got no answer.
///   - The host's discovery port was closed for so long that any provider there must have tried to
///     open it, but the provider hangs, or a fault has kept it from noticing that its primary has
///     ended.
///   - The host's own primary did not know the provider, and had a reason for it: see
///     may_be_unknown().
/// - `synced` comes once. By then the watch has told all that a search must find.
class WatchChecks final : public Observer {
   public:
    WatchChecks(World& world, Network& network, FaultLog& log, Invariants& invariants)
        : world_(world), network_(network), log_(log), invariants_(invariants), truth_(world) {}

    /// Starts a watch on one of the hosts, and another one on a host without providers.
    void begin();
    /// All faults have ended.
    void calm() { calm_us_ = world_.now_us(); }
    /// After the recovery: each list is right.
    void check_lists();
    /// Ends all watches.
    void end();

    void stepped(Program& program) override;
    void told(ProviderProgram& primary, const ProviderEvent& event) override {
        truth_.told(primary, event);
    }
    void sent(Program& program, const Packet& packet) override;
    void received(Program& program, const Packet& packet) override;

    /// How long after the recovery a watch may need to learn of it: until its next check of a host,
    /// or until it gives the host up.
    [[nodiscard]] TimeUs settling_us() const;

   private:
    using Service = WatchProgram::Service;
    /// The services that a watch lists. In the simulator no two services have the same name.
    using List = std::map<std::string, Service>;
    /// What the watch should list.
    using Offers = std::map<std::string, const ProviderProgram*>;
    struct Contact {
        std::deque<TimeUs> asked_us;
        /// The transaction of the last request. An answer to an earlier one is out of date.
        std::uint64_t transaction = 0;
        TimeUs answered_us = 0;
        /// The primary that answered last, and the one before it.
        ProviderId primary;
        ProviderId former_primary;
        /// Since when its answers say that another program holds the port, too.
        TimeUs contested_us = never_us;
        /// When the watch last gave it up.
        TimeUs lost_us = 0;
    };

    struct Watched {
        WatchProgram* program = nullptr;
        /// The sum of the events.
        List list;
        /// The second state of each service that the search has found in two states.
        List doubles;
        bool is_synced = false;
        /// Since when a service is missing, wrong, or listed without reason.
        std::map<std::string, TimeUs> wrong_since_us;
        std::map<const Host*, Contact> contacts;
    };

    void start_watch(Host& host, const std::string& name, bool local_only);
    [[nodiscard]] Watched& state_of(const WatchProgram& program);

    // Events.
    void take(WatchProgram& program, const WatchProgram::Event& event);
    void add(Watched& watched, const Service& service);
    void change(Watched& watched, const Service& service);
    void remove(Watched& watched, const Service& service);
    void sync(Watched& watched);

    // Excuses for the removal of a service whose provider lives.
    [[nodiscard]] bool is_silent(const Watched& watched, const Host& host) const;
    [[nodiscard]] bool is_closed(const ProviderProgram& provider) const;
    [[nodiscard]] bool may_be_unknown(const Watched& watched,
                                      const ProviderProgram& provider) const;

    // The list as a whole.
    void plan_audit();
    void audit(Watched& watched);
    void check_list(const Watched& watched);
    void check_given_up(const Watched& watched);
    void check_snapshot(const Watched& watched);
    [[nodiscard]] Offers offers_for(const Watched& watched) const;
    /// The names of all services that are missing, wrong, or listed without reason.
    [[nodiscard]] std::set<std::string> mistakes(const Watched& watched,
                                                 const Offers& offers) const;
    void check_deadline(const Watched& watched, const std::string& name, TimeUs since_us);
    /// When something last kept the watch from hearing the truth of that host.
    [[nodiscard]] TimeUs disturbed_us(const Watched& watched, const Host& host) const;
    [[nodiscard]] TimeUs bound_us(const Watched& watched, const ProviderProgram& provider) const;
    [[nodiscard]] bool is_prompt() const;

    /// The provider of that service, also after its end.
    [[nodiscard]] const ProviderProgram* provider_of(const std::string& service) const;
    void fail(const Watched& watched, std::string_view what);

    World& world_;
    Network& network_;
    FaultLog& log_;
    Invariants& invariants_;
    Registrations truth_;
    TimeUs calm_us_ = never_us;
    std::vector<Watched> watches_;
    /// Since when each suspended host is known to be suspended.
    std::map<const Host*, TimeUs> away_since_us_;
    bool has_ended_ = false;
};

}  // namespace mpdisc::sim

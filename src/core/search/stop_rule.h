// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/search/catalogue.h"
#include "core/search/closed_port_check.h"
#include "core/search/host_lists.h"
#include "core/search/probe_pace.h"
#include "core/search/probe_targets.h"
#include "mpdisc/found_service.h"

namespace mpdisc::core {

/// Decides when a search ends, and with which outcome. A search ends
/// - when it has found as many services as it was asked for;
/// - when each host that exists, as the lists of hosts say, is complete;
/// - when each host that it heard is complete, and it has waited long enough for other hosts;
/// - when it asks one address of this host only, and no program there has the discovery port;
/// - at its time-out.
class StopRule {
   public:
    enum class Wanted : std::uint8_t { services, hosts };
    /// `count`: this many services are enough; 0: find all. The objects must outlive this one.
    StopRule(const Catalogue& catalogue, const ProbeTargets& targets, const HostLists& lists,
             const ProbePace& pace, Wanted wanted, std::uint32_t count)
        : catalogue_(catalogue),
          targets_(targets),
          lists_(lists),
          pace_(pace),
          wanted_(wanted),
          count_(count) {}

    void begin(TimeUs end_us) { end_us_ = end_us; }
    /// The search sends an attempt.
    void note_attempt() { closed_port_.note_request(); }
    void note_answer() { closed_port_.note_answer(); }
    /// The system refused a request to the only address that is asked.
    void note_refusal() { closed_port_.note_refusal(); }
    /// Ends the search if a reason holds. `has_asked`: the system has sent at least one request.
    void check(TimeUs now_us, bool has_asked);

    [[nodiscard]] ProbeOutcome outcome() const { return outcome_; }
    [[nodiscard]] bool is_running() const { return outcome_ == ProbeOutcome::running; }
    [[nodiscard]] TimeUs end_us() const { return end_us_; }
    /// Whether the search should find all services, and has all that its hosts say they have.
    [[nodiscard]] bool has_all() const;
    /// Whether each host that exists is complete. Only a host that is very new may still answer.
    [[nodiscard]] bool has_each_known_host() const {
        return lists_.are_settled() && lacks_nothing() && lists_.list_each(catalogue_.hosts());
    }
    [[nodiscard]] bool has_no_provider() const { return closed_port_.is_closed(); }

   private:
    /// Whether all hosts that were heard, or are known, have answered completely.
    [[nodiscard]] bool lacks_nothing() const;
    [[nodiscard]] ProbeOutcome outcome_without_count(bool has_asked) const;

    const Catalogue& catalogue_;
    const ProbeTargets& targets_;
    const HostLists& lists_;
    const ProbePace& pace_;
    Wanted wanted_;
    std::uint32_t count_;
    TimeUs end_us_ = never_us;
    ClosedPortCheck closed_port_;
    ProbeOutcome outcome_ = ProbeOutcome::running;
};

}  // namespace mpdisc::core

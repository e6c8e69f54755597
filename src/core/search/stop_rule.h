// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/search/catalogue.h"
#include "core/search/closed_port_check.h"
#include "core/search/probe_pace.h"
#include "core/search/probe_targets.h"
#include "mpdisc/found_service.h"

namespace mpdisc::core {

/// Decides when a search ends, and with which outcome. A search ends
/// - when it has found as many services as were asked for;
/// - when each host that it knows is complete, and no other host can be expected to answer;
/// - when no program has the discovery port of the one host that it asks;
/// - at its time-out.
class StopRule {
   public:
    /// `count`: so many services are enough; 0: all are wanted. The others must outlive it.
    StopRule(const Catalogue& catalogue, const ProbeTargets& targets, const ProbePace& pace,
             std::uint32_t count)
        : catalogue_(catalogue), targets_(targets), pace_(pace), count_(count) {}

    void begin(TimeUs end_us) { end_us_ = end_us; }
    /// An attempt is made; it may be refused.
    void note_attempt() { closed_port_.note_request(); }
    void note_answer() { closed_port_.note_answer(); }
    /// The system refused a request to the only target.
    void note_refusal() { closed_port_.note_refusal(); }
    /// Ends the search if it is time for that. `has_asked`: the system has sent a request.
    void check(TimeUs now_us, bool has_asked);

    [[nodiscard]] ProbeOutcome outcome() const { return outcome_; }
    [[nodiscard]] bool is_running() const { return outcome_ == ProbeOutcome::running; }
    [[nodiscard]] TimeUs end_us() const { return end_us_; }
    /// Whether all services are wanted, and the search has those of each host that it knows.
    [[nodiscard]] bool has_all() const;
    [[nodiscard]] bool has_no_provider() const { return closed_port_.is_closed(); }

   private:
    [[nodiscard]] ProbeOutcome outcome_without_count(bool has_asked) const;

    const Catalogue& catalogue_;
    const ProbeTargets& targets_;
    const ProbePace& pace_;
    std::uint32_t count_;
    TimeUs end_us_ = never_us;
    ClosedPortCheck closed_port_;
    ProbeOutcome outcome_ = ProbeOutcome::running;
};

}  // namespace mpdisc::core

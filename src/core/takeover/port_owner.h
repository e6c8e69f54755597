// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/kit/cooldown.h"
#include "core/kit/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What the owner of a provider must do with the discovery port.
enum class PortAction : std::uint8_t {
    none,
    /// Bind it, and report port_bound() or port_refused().
    bind,
    /// The same, and share the port if another program of this user holds it and allows that.
    take_over,
    /// Close it and take it over again at once, so that the socket of this provider is the newest.
    /// Report port_bound() or port_refused().
    renew,
    /// Try again to bind the IPv6 port beside the IPv4 port. Report ipv6_port_tried().
    bind_ipv6,
    /// Count the other programs that hold the port. Report rivals_counted().
    count_rivals,
    /// Close it, before sending the datagrams that wait.
    close,
};

/// What the owner reports of a port that it has bound.
struct PortHold {
    /// Programs of the same user may take the port over.
    bool has_successors = false;
    /// The IPv4 port is bound. The IPv6 port is not, and may become free later.
    bool lacks_ipv6 = false;
    /// How many other programs also hold the port.
    std::size_t rivals = 0;
};

/// The state of the discovery port for one provider (mpdisc.7, ROLES). A box is a state. The text
/// at an arrow is what causes it:
///
///   +------+  try_port()   +-------------+    bound    +---------+  recount due  +--------------+
///   |      |-------------->|   trying    |------------>|         |-------------->|   counting   |
///   |      |<--------------|             |             |         |<--------------|              |
///   |      |    refused    +-------------+             |         |    counted    +--------------+
///   |      |                                           |         |                      | fewer
///   |      |  take_over()  +-------------+    bound    |         |                      v
///   | none |-------------->| taking_over |------------>| holding |               +--------------+
///   |      |<--------------|             |             |         |     bound     |   renewing   |
///   |      |    refused    +-------------+             |         |<--------------|              |
///   |      |                                           |         |               +--------------+
///   |      |                                           |         |                      v refused
///   |      |                                           |         |                     none
///   |      |                                           |         |   retry due   +--------------+
///   |      |    closed     +-------------+  release()  |         |-------------->| binding_ipv6 |
///   |      |<--------------|   closing   |<------------|         |<--------------|              |
///   +------+               +-------------+             +---------+     tried     +--------------+
///
/// The provider holds the port in `holding` and in the three states to its right. From each of
/// these four, release() leads to `closing`. `counting` leads to `renewing` if fewer rivals are
/// left than before, but not none.
///
/// While the provider holds the port, two conditions may be added:
/// - The port is *contested*: other programs also hold it. This provider took it over from a
///   program that hung, and that program has not ended. If one of several such rivals ends, the
///   system may give requests to another one. So this provider renews its hold.
/// - The hold is *being verified*: a program said that another provider is the primary. Any program
///   can say that. So this provider sends a question to the discovery port, which asks for the id
///   of the program that gets it. The answer tells whether this provider has been replaced.
class PortOwner {
   public:
    /// Whether this provider is the primary. If it hung, another one may be the primary.
    [[nodiscard]] bool holds() const { return state_ >= State::holding; }
    [[nodiscard]] bool is_contested() const { return holds() && rivals_ != 0; }

    /// Tries to bind the port, which this provider MUST NOT hold.
    void try_port();
    /// The same, while another program holds it.
    void take_over();
    /// Gives the port up, which this provider MUST hold.
    void release();

    // Both return the action that this is the result of: `bind`, `take_over` or `renew`.
    [[nodiscard]] PortAction on_bound(TimeUs now_us, const PortHold& hold);
    [[nodiscard]] PortAction on_refused();
    void on_rivals_counted(TimeUs now_us, std::size_t rivals);
    void on_ipv6_tried(TimeUs now_us, bool is_bound);

    /// A program said, from its port `told_by_port`, that another provider is the primary. True if
    /// the holder of the port must be asked, with transaction(). False if it was just asked.
    [[nodiscard]] bool verify(TimeUs now_us, std::uint16_t told_by_port, Random& random);
    [[nodiscard]] std::uint64_t transaction() const { return question_.value_or(0); }
    [[nodiscard]] std::uint16_t told_by_port() const { return told_by_port_; }
    /// Whether this provider still waits for the answer. Meanwhile another provider may be the
    /// primary.
    [[nodiscard]] bool is_verifying(TimeUs now_us) const { return now_us < verifying_until_us(); }
    [[nodiscard]] TimeUs verifying_until_us() const;
    /// True for the answer to the last question, even if it comes late. It ends the verification.
    [[nodiscard]] bool on_answer(std::uint64_t transaction);

    /// This program did not run for a while. It may have been replaced, and then learns that soon.
    /// Otherwise it renews its hold if the port is still contested: a newer holder may have come
    /// and gone.
    void note_absence(TimeUs now_us);
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    [[nodiscard]] bool has_action() const { return action() != PortAction::none; }
    /// What the owner must do now.
    [[nodiscard]] PortAction take_action();

   private:
    /// A provider holds the port in `holding` and all states behind it.
    enum class State : std::uint8_t {
        none,
        trying,
        taking_over,
        closing,
        holding,
        counting,
        renewing,
        binding_ipv6,
    };

    [[nodiscard]] PortAction action() const;

    State state_ = State::none;
    /// The last count. SIZE_MAX after an absence: any rival then causes a renewal.
    std::size_t rivals_ = 0;
    TimeUs recount_us_ = never_us;
    TimeUs ipv6_retry_us_ = never_us;
    TimeUs ipv6_gap_us_ = 0;
    /// The transaction of the question that has no answer yet.
    std::optional<std::uint64_t> question_;
    std::uint16_t told_by_port_ = 0;
    Cooldown questions_;
};

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/kit/cooldown.h"
#include "core/kit/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What the owner of a provider does with the discovery port.
enum class PortAction : std::uint8_t {
    none,
    /// Binds it, and reports port_bound() or port_refused().
    bind,
    /// The same, even if another program of this user holds it and has allowed that.
    take_over,
    /// Closes it and takes it over again at once, so that this provider's socket is the newest;
    /// reports port_bound() or port_refused().
    renew,
    /// Tries again for the IPv6 port beside the IPv4 one; reports ipv6_port_tried().
    bind_ipv6,
    /// Counts the other programs that hold the port; reports rivals_counted().
    count_rivals,
    /// Closes it, before the datagrams that wait are sent.
    close,
};

/// A discovery port that was bound.
struct PortHold {
    /// Programs of the same user may take the port over.
    bool has_successors = false;
    /// The IPv4 port is bound. The IPv6 one is not, and may be had later.
    bool lacks_ipv6 = false;
    /// So many other programs hold the port, too.
    std::size_t rivals = 0;
};

/// One provider's hold on the discovery port (mpdisc.7, ROLES). Each box is a state, the text at an
/// arrow an input:
///
///                     refused
///              +----------------------+
///              v      try_port()      |
///           +------+            +--------+    bound     +---------+ recount due +----------+
///      +--->| none |----------->| trying |------------->|         |------------>| counting |
///      |    +------+            +--------+              |         |<------------|          |
///      |      ^  | take_over()                          |         |   counted   +----------+
///      |      |  |      +-------------+     bound       |         |                  |
///      |      |  +----->| taking_over |---------------->| holding |    one has gone  |
///      |      +---------|             |                 |         |                  v
///      |       refused  +-------------+                 |         |    bound    +----------+
///      |                                                |         |<------------| renewing |
///      |  closed  +---------+        release()          |         |             +----------+
///      +----------| closing |<--------------------------|         |                  | refused
///                 +---------+                           +---------+                  v
///                                                         |    ^                   none
///                                               retry due v    | tried
///                                                      +--------------+
///                                                      | binding_ipv6 |
///                                                      +--------------+
///
/// While it holds the port, two more things may be so:
/// - The port is *contested*: it was taken over from a program that hung, and that program still
///   holds it. When such a rival ends, the system spreads requests over the others, so the provider
///   renews its hold.
/// - The hold is *being verified*: somebody said that another provider is the primary. Anybody may
///   say so. So the provider asks the program that gets what is sent to the discovery port for its
///   id. The answer tells whether this provider has been replaced.
class PortOwner {
   public:
    /// Whether this provider is the primary, but for the time in which it hung.
    [[nodiscard]] bool holds() const { return state_ >= State::holding; }
    [[nodiscard]] bool is_contested() const { return holds() && rivals_ != 0; }

    /// Tries for the port, which this provider MUST NOT hold.
    void try_port();
    /// The same, against the program that holds it.
    void take_over();
    /// Gives the port up.
    void release();

    enum class Bound : std::uint8_t { won, taken_over, renewed };
    [[nodiscard]] Bound on_bound(TimeUs now_us, const PortHold& hold);
    enum class Refused : std::uint8_t { bind, takeover, renewal };
    [[nodiscard]] Refused on_refused();
    void on_rivals_counted(TimeUs now_us, std::size_t rivals);
    void on_ipv6_tried(TimeUs now_us, bool is_bound);

    /// Another provider says, from `told_by_port`, that it is the primary. True where the holder of
    /// the port is to be asked, by transaction(). False where it was asked a moment ago.
    [[nodiscard]] bool verify(TimeUs now_us, std::uint16_t told_by_port, Random& random);
    [[nodiscard]] std::uint64_t transaction() const { return question_.value_or(0); }
    [[nodiscard]] std::uint16_t told_by_port() const { return told_by_port_; }
    /// Whether the answer is still waited for. Until then another provider may be the primary.
    [[nodiscard]] bool is_verifying(TimeUs now_us) const;
    /// True for the answer to the last question, however late. It ends the verification.
    [[nodiscard]] bool on_answer(std::uint64_t transaction);

    /// This provider was not running. It may have been replaced, and is about to learn that. If it
    /// was not, it renews its hold in any case: a newer holder may have come and gone.
    void note_absence(TimeUs now_us);
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    [[nodiscard]] bool has_action() const { return action() != PortAction::none; }
    /// What the owner is to do now.
    [[nodiscard]] PortAction take_action();

   private:
    /// A provider that holds the port is in one of the states from `holding` on.
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
    /// As counted last.
    std::size_t rivals_ = 0;
    TimeUs recount_us_ = never_us;
    TimeUs ipv6_retry_us_ = never_us;
    TimeUs ipv6_gap_us_ = 0;
    /// Of the question that waits for an answer.
    std::optional<std::uint64_t> question_;
    std::uint16_t told_by_port_ = 0;
    Cooldown questions_;
};

}  // namespace mpdisc::core

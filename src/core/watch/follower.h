// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/kit/datagram.h"
#include "core/search/client.h"
#include "core/search/known_hosts.h"
#include "core/watch/followed_paths.h"
#include "core/watch/reconciler.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// Follows the hosts of a watch (mpdisc.7, WATCH). It hears their announcements, checks them from
/// time to time, and gives up those that stay silent. When a host has news, it lets the reconciler
/// ask for them.
class Follower {
   public:
    /// `client` must outlive it.
    Follower(Client& client, std::uint32_t lost_after_ms)
        : client_(client),
          times_(lost_after_ms),
          paths_(client.messenger.random.next(), client.catalogue.hosts()),
          reconciler_(client, paths_, times_) {}

    /// The search has ended. Follows all hosts that it found, and asks the other `known` ones.
    void begin(TimeUs now_us, const KnownHosts& known);
    /// Whether each host that was found first, known or given has told its services, or is gone.
    /// False as long as nobody could be asked.
    [[nodiscard]] bool has_first_picture(TimeUs now_us) const;
    /// Gives the addresses that the first picture waits for: begin with `cursor` 0.
    [[nodiscard]] bool next_awaited(std::uint32_t& cursor, IncompleteHost& out) const;

    void on_announcement(TimeUs now_us, const Inbound& in,
                         const wire::HostAnnouncement& announcement);
    /// The path whose request this message answers; FollowedPaths::none if there is none.
    [[nodiscard]] std::uint16_t find_asked(const Inbound& in, std::uint64_t transaction) const;
    void on_advertisement(TimeUs now_us, std::uint16_t path, const Inbound& in,
                          const wire::Advertisement& advertisement);
    /// The system reports that no socket has this address.
    void refused(TimeUs now_us, const Endpoint& to);
    /// The watch may have missed what others said, for instance because this host has other
    /// interfaces.
    void look_around(TimeUs now_us);
    /// This program did not run for a while: looks around, and all that hosts have been silent for
    /// begins anew.
    void forgive_silence(TimeUs now_us);
    /// Whether announcements can be heard. If not, all hosts are asked from time to time.
    void note_port(TimeUs now_us, bool is_open);

    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const { return std::min(due_us_, query_due_us_); }

   private:
    /// A host should be there, but it has not answered from there. `is_awaited`: nor from anywhere.
    void miss(TimeUs now_us, const AnswerSource& source, bool is_awaited);
    void adopt(TimeUs now_us, std::uint32_t host, const AnswerSource& source);
    /// The path to that address. If it was given, whichever interface leads there.
    [[nodiscard]] std::uint16_t find_path(const AnswerSource& source) const;
    /// Begins to follow the addresses that the user has given, as far as it does not follow them
    /// yet.
    void follow_given(TimeUs now_us, TimeUs due_us);
    /// Asks whether a host is there. The path's number; `none` if there is no room.
    std::uint16_t add_candidate(TimeUs now_us, const AnswerSource& source);
    /// Whether the watch may follow the host that has sent this announcement.
    [[nodiscard]] bool is_wanted(const Inbound& in) const;
    /// The host has answered by that interface, which counts if its former one is gone.
    void note_interface(std::uint16_t path, const Inbound& in);
    void note_news(TimeUs now_us, std::uint16_t path, const HostState& announced);
    void note_farewell(TimeUs now_us, std::uint16_t path);
    void set_due(std::uint16_t path, TimeUs due_us);
    /// The path has shown something that the others of its host may not confirm. Compares them.
    void ask_others(TimeUs now_us, std::uint16_t path);
    /// The host has told its news by this path. Asks by those others that announced news, too: it
    /// may have told less, or another host may claim to be this one.
    void hear_others(TimeUs now_us, std::uint16_t path);
    /// Compares the path as soon as the gap since its last comparison allows.
    void hear(TimeUs now_us, std::uint16_t path);

    void handle_all_due(TimeUs now_us);
    void handle_due(TimeUs now_us, std::uint16_t path);
    void repeat(TimeUs now_us, std::uint16_t path);
    /// Whether another path of the host stands for this one, so that it need not be checked yet.
    [[nodiscard]] bool can_wait(TimeUs now_us, std::uint16_t path) const;
    /// When the path counts as gone if it stays silent. A host that was away for a moment has lost
    /// what was under way then, and its next answer takes a round trip, too.
    [[nodiscard]] TimeUs lost_us(const FollowedPath& path) const {
        return path.silent_since_us + times_.lost_after_us + 2 * path.round_trip_us;
    }
    [[nodiscard]] bool is_lost(TimeUs now_us, const FollowedPath& path) const;
    void give_up(TimeUs now_us, std::uint16_t path);
    void send_query(TimeUs now_us);

    Client& client_;
    WatchTimes times_;
    FollowedPaths paths_;
    Reconciler reconciler_;
    bool has_begun_ = false;
    /// Hosts that are silent until then are gone, and do not belong to the first picture.
    TimeUs awaited_until_us_ = 0;
    /// There was somebody to ask. The first picture is not complete before this time.
    bool can_ask_ = false;
    TimeUs picture_us_ = 0;
    /// No path is due before.
    TimeUs due_us_ = never_us;

    /// When to ask all hosts, and how often to do it again.
    TimeUs query_due_us_ = never_us;
    std::uint8_t queries_left_ = 0;
    bool is_deaf_ = false;
};

}  // namespace mpdisc::core

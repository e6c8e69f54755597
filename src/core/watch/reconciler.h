// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "core/search/client.h"
#include "core/watch/followed_paths.h"
#include "core/watch/path_services.h"
#include "core/watch/round.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Brings the catalogue in step with one path of a host (mpdisc.7, WATCH). A check asks whether
/// anything has changed. A comparison finds out what has changed, at a cost that depends on the
/// change, and not on the number of services.
class Reconciler {
   public:
    /// All arguments must outlive it.
    Reconciler(Client& client, FollowedPaths& paths, const WatchTimes& times)
        : client_(client), paths_(paths), times_(times), services_(client, paths) {}

    /// Asks the host for its state.
    void check(TimeUs now_us, std::uint16_t path);
    /// Begins a comparison. False if too many are under way, or there is no memory.
    [[nodiscard]] bool compare(TimeUs now_us, std::uint16_t path);
    /// From an attempt to begin a comparison to the next one: short if too many are under way,
    /// longer if there was no memory.
    [[nodiscard]] TimeUs retry_gap_us() const;
    /// Whether services were asked for several times, and have not come.
    [[nodiscard]] bool is_stalled(std::uint16_t path) const;
    /// The path has the services that the catalogue lists for its host, as far as is known.
    void presume(std::uint16_t path) { services_.presume(path); }
    /// The path is gone: gives up its services.
    void give_up(std::uint16_t path);

    /// Another path of the host has shown something else. The path must be compared again.
    void doubt(std::uint16_t path);

    enum class Outcome : std::uint8_t {
        going_on,
        /// The catalogue is in step, or nothing has changed.
        done,
        /// The same, but the other paths of the host must be asked now, too.
        done_here,
    };
    /// No answer has come: sends the request again, or goes on without what was asked for.
    [[nodiscard]] Outcome repeat(TimeUs now_us, std::uint16_t path);
    /// The host has answered the present request of the path.
    [[nodiscard]] Outcome on_answer(TimeUs now_us, std::uint16_t path, const Inbound& in,
                                    const wire::Advertisement& advertisement);

   private:
    /// A service of the catalogue, and its key in the present exchange.
    struct Keyed {
        std::uint64_t key = 0;
        std::uint32_t service = 0;
    };

    /// A round for another comparison. If all are taken, a host that does not answer or that has
    /// had its time loses its one. FollowedPath::no_round if there is none.
    [[nodiscard]] std::uint16_t find_free_round(TimeUs now_us);
    void begin_exchange(FollowedPath& path);
    /// A transaction has no more attempts.
    void begin_again(std::uint16_t path);
    /// The next requests are about something else.
    void begin_step(TimeUs now_us, std::uint16_t path);
    /// Begins the next step of a comparison. Ends the comparison if the transaction has no more
    /// attempts, and has brought nothing.
    [[nodiscard]] Outcome go_on(TimeUs now_us, std::uint16_t path);
    /// How often the services that are wanted are asked for, at most.
    [[nodiscard]] std::uint8_t fetches_left(const FollowedPath& path) const;
    void send(TimeUs now_us, FollowedPath& path);
    /// From a request that is sent now to the next one.
    [[nodiscard]] TimeUs repeat_gap_us(const FollowedPath& path) const;
    [[nodiscard]] Round& round_of(std::uint16_t path) { return rounds_[paths_[path].round]; }

    void note_state(TimeUs now_us, FollowedPath& path, const wire::Roster& roster);
    void note_details(std::uint16_t path, const FoundRecord& record,
                      const wire::Advertisement& advertisement);
    [[nodiscard]] FoundRecord record_of(TimeUs now_us, const Inbound& in, FollowedPath& path,
                                        const wire::Advertisement& advertisement);
    [[nodiscard]] Outcome on_state(TimeUs now_us, std::uint16_t path,
                                   const wire::Advertisement& advertisement);

    [[nodiscard]] Outcome on_sketch(TimeUs now_us, std::uint16_t path,
                                    const wire::Advertisement& advertisement);
    /// Writes the services of the path in the present shard, with their keys, into keyed_. False if
    /// there is no memory.
    [[nodiscard]] bool list_held(std::uint16_t path, const Round& round);
    void note_difference(TimeUs now_us, std::uint16_t path, const wire::Sketch::Difference& found,
                         const wire::Advertisement& advertisement);
    /// Whether the host's answer proves that the service is gone, although the path held it.
    [[nodiscard]] bool is_proven_gone(TimeUs now_us, const FollowedPath& path,
                                      const ProviderId& provider,
                                      const wire::Advertisement& advertisement) const;
    /// The sketch was too small. `matching`: how many services the host has.
    [[nodiscard]] Outcome ask_more_finely(TimeUs now_us, std::uint16_t path,
                                          std::uint32_t matching);
    [[nodiscard]] Outcome advance(TimeUs now_us, std::uint16_t path);
    /// Chooses the next services to fetch again. False if there are none left.
    [[nodiscard]] bool refresh_more(std::uint16_t path);
    [[nodiscard]] Outcome finish(TimeUs now_us, std::uint16_t path);
    void end_round(FollowedPath& path);

    Client& client_;
    FollowedPaths& paths_;
    const WatchTimes& times_;
    PathServices services_;
    Array<Round> rounds_;
    /// Used within one call only. It stays because it takes time to get the memory.
    Array<Keyed> keyed_;
};

}  // namespace mpdisc::core

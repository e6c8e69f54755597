// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/search/client.h"
#include "core/watch/followed_paths.h"
#include "core/watch/held_services.h"
#include "core/watch/round.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Which services of the catalogue the host of each path lists, and what becomes of them. A service
/// that no path holds any more is removed from the catalogue.
class PathServices {
   public:
    /// All arguments must outlive it.
    PathServices(Client& client, FollowedPaths& paths) : client_(client), paths_(paths) {}

    /// The path has the services that the catalogue lists for its host, as far as is known.
    void presume(std::uint16_t path);
    /// The path is gone: gives up its services.
    void give_up(std::uint16_t path);

    /// A comparison begins, and has found nothing yet. False if there is no memory.
    [[nodiscard]] bool begin_comparison(std::uint16_t path);
    void forget_findings(std::uint16_t path) { held_.forget_findings(path); }
    /// Calls `visit(service)` for each service that the path holds, and that the comparison has not
    /// found to be gone or missing.
    template <typename Visit>
    void for_each_believed(std::uint16_t path, Visit visit) const {
        for (std::uint32_t number = 0; number < services().end(); ++number) {
            if (services().is_live(number) && is_believed(number, path)) visit(number);
        }
    }
    /// The key of a service in the present exchange of the path.
    [[nodiscard]] std::uint64_t key_of(std::uint32_t service, std::uint16_t path) const;
    /// The comparison has found this out about a service that the path holds.
    void note(std::uint32_t service, std::uint16_t path, Finding finding) {
        held_.note(service, path, finding);
    }
    /// Other paths of the host may have brought a service that is wanted already.
    void find_among_others(std::uint16_t path, Round& round);
    /// Takes those services of an answer that are wanted.
    void take(std::uint16_t path, Round& round, const FoundRecord& record,
              const wire::Advertisement& advertisement);
    /// Wants services that have not changed, but that other addresses or another name belong to
    /// now: as many as one request has room for. False if there are none left.
    [[nodiscard]] bool want_outdated(std::uint16_t path, Round& round);
    /// Gives up what the comparison has shown to be gone.
    void give_up_gone(std::uint16_t path, Round& round);

    /// Whether services that the path brought have another host name or address. A path that was
    /// lost does not know what it told before.
    [[nodiscard]] bool list_other_details(std::uint16_t path, const FoundRecord& record,
                                          std::string_view host_name) const;

   private:
    [[nodiscard]] const FoundServices& services() const { return client_.catalogue.services(); }
    /// Whether the path holds the service, and the comparison has not found it to be gone or
    /// missing.
    [[nodiscard]] bool is_believed(std::uint32_t service, std::uint16_t path) const {
        return held_.has(service, path) && held_.finding(service, path) == Finding::none;
    }
    void take_one(std::uint16_t path, Round& round, const FoundRecord& record,
                  const wire::ServiceList::Item& item, std::string_view host_name);
    /// The service that this one of a provider replaces: it has the same name and type, and is of
    /// the same provider, or its own one has given it up.
    [[nodiscard]] std::uint32_t find_replaced(std::uint16_t path, const Round& round,
                                              const ProviderId& provider,
                                              const ServiceView& service);
    /// Whether a service of this name and type is missing, and may come back.
    [[nodiscard]] bool has_missing_twin(std::uint16_t path, const ServiceView& service) const;
    /// Whether the comparison so far shows that the host lists the service. False if its state has
    /// changed meanwhile, or not all keys could be read.
    [[nodiscard]] bool is_listed(std::uint32_t service, std::uint16_t path,
                                 const Round& round) const;
    /// Whether another path, in step with the same or a later state, lists the service as it is.
    /// Then one of the two paths belongs to a host that claims to be the other one.
    [[nodiscard]] bool is_disputed(std::uint32_t service, std::uint16_t path,
                                   const Round& round) const;
    /// Whether the path must fetch the service again, although it has not changed: its host has
    /// another name or other addresses now.
    [[nodiscard]] bool is_outdated(std::uint32_t service, std::uint16_t path) const;
    /// The path that brought the record. The record names its addresses. FollowedPaths::none if the
    /// path does not hold the service any more.
    [[nodiscard]] std::uint16_t bringer_of(std::uint32_t service) const;
    /// The host does not list the service by this path. True if another path still holds it.
    bool release(std::uint32_t service, std::uint16_t path);
    /// Whether the path has brought the service, but no path holds it: there was no memory, or no
    /// number for its host.
    [[nodiscard]] bool is_orphan_of(std::uint32_t service, std::uint16_t path) const;
    /// Makes the path hold these. False if there is no memory.
    [[nodiscard]] bool hold_orphans(std::uint16_t path);

    Client& client_;
    FollowedPaths& paths_;
    HeldServices held_;
    /// The catalogue may have several services of one provider, name and type.
    bool has_twins_ = false;
};

}  // namespace mpdisc::core

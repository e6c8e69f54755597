// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/host/interface_table.h"
#include "core/kit/random.h"
#include "core/search/change_list.h"
#include "core/search/found_services.h"
#include "core/search/host_rosters.h"
#include "mpdisc/found_service.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// A service that was added, that has changed, or that was removed. A view: valid until the next
/// call of the catalogue.
struct CatalogueChange {
    ChangeKind kind = ChangeKind::added;
    /// As it is now. If it was removed: as it was.
    FoundService service;
};

/// What a search knows: the services it found, and how many services each host says it has. The
/// reader gets the changes, each once.
class Catalogue {
   public:
    /// `interfaces` must outlive this object.
    Catalogue(const InterfaceTable& interfaces, Random& random)
        : interfaces_(interfaces), services_(random.next()), hosts_(random.next()) {}

    /// What an answer brought.
    struct Merged {
        HostRosters::Merged host;
        std::uint32_t added = 0;
        /// Services and changes that were lost because the table was full or there was no memory. A
        /// service that took the place of another one counts, too.
        std::uint32_t dropped = 0;
        /// An earlier attempt asked for the added services, too, and its answer was lost.
        bool was_asked_before = false;
    };
    /// Merges the roster of an answer, and the services that match. `record` has what all of these
    /// services share: the port of the sender, the addresses and the round-trip time. merge() fills
    /// in the rest.
    [[nodiscard]] Merged merge(const wire::Advertisement& advertisement, const Filter& filter,
                               const AnswerSource& source, FoundRecord& record);

    /// Removes services that are gone. Each host can only report its own services as gone, because
    /// any host can claim any provider id.
    void remove_service(std::uint32_t host, const ProviderId& provider, std::string_view name,
                        std::string_view type);
    void remove_provider(std::uint32_t host, const ProviderId& provider);
    /// Removes a host that is gone, with its services and its roster.
    void remove_host(std::uint32_t host);

    /// Gives the next change: removals first, then the others in the order of their arrival.
    /// Returns false if there is none. `awaits_names`: an added service without its host's name
    /// waits while an answer with the name may still come.
    [[nodiscard]] bool next_change(CatalogueChange& out, bool awaits_names);

    [[nodiscard]] const FoundServices& services() const { return services_; }
    [[nodiscard]] const HostRosters& hosts() const { return hosts_; }
    [[nodiscard]] HostRosters& hosts() { return hosts_; }

   private:
    /// Adds or updates a service.
    void merge_service(const FoundRecord& record, const AnswerOrigin& origin,
                       const wire::ServiceList::Item& item, std::string_view host_name,
                       Merged& merged);
    /// Removes the services of that host for which `is_gone` holds.
    template <typename IsGone>
    void remove_if(std::uint32_t host, IsGone is_gone);
    /// The name of a service's host. It comes from the service's own advertisement, or else from
    /// another advertisement of the host. Empty if no advertisement had it.
    [[nodiscard]] std::string_view host_name_of(std::uint32_t number) const;
    [[nodiscard]] bool may_be_named_yet(std::uint32_t number) const;

    const InterfaceTable& interfaces_;
    FoundServices services_;
    HostRosters hosts_;
};

}  // namespace mpdisc::core

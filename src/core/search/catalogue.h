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
    FoundServiceView service;
};

/// What a search knows: the services it found, and how many services each host says it has. The
/// reader gets the changes of the selected ones, each once.
class Catalogue {
   public:
    /// `interfaces` and `selection` must outlive this object.
    Catalogue(const InterfaceTable& interfaces, const Selection& selection, Random& random)
        : interfaces_(interfaces), services_(selection, random.next()), hosts_(random.next()) {}

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

    /// Merges the roster of an answer, and the name of its host. Fills in what all services of the
    /// answer share.
    [[nodiscard]] HostRosters::Merged merge_roster(const wire::Advertisement& advertisement,
                                                   const AnswerSource& source, FoundRecord& record);
    /// A service that was put into the catalogue.
    struct Put {
        /// Its number; FoundServices::none if it was lost, because the table was full or there was
        /// no memory.
        std::uint32_t number = FoundServices::none;
        bool is_new = false;
    };
    /// Adds a service of an answer whose roster was merged, or puts it in the place of `known`. Use
    /// FoundServices::none if none is known.
    [[nodiscard]] Put put(std::uint32_t known, const FoundRecord& record,
                          const wire::ServiceList::Item& item, std::string_view host_name);
    void remove(std::uint32_t number);
    /// The same, if there may be other services of the same provider, name and type. The reader
    /// hears of them again.
    void remove_twin(std::uint32_t number);

    /// Forgets a host that is gone, if it has no services any more.
    void forget_host(std::uint32_t host);

    /// Gives the next change: removals first, then the others in the order of their arrival.
    /// Returns false if there is none. `awaits_names`: an added service without its host's name
    /// waits while an answer with the name may still come.
    [[nodiscard]] bool next_change(CatalogueChange& out, bool awaits_names);
    [[nodiscard]] bool has_change() {
        ChangeKind kind = ChangeKind::added;
        return services_.first_change(kind) != FoundServices::none;
    }
    /// A service as the reader sees it. The number must be in use.
    [[nodiscard]] FoundServiceView view(std::uint32_t number) const;
    /// The number of the host of a service.
    [[nodiscard]] std::uint32_t host_of(std::uint32_t number) const {
        return hosts_.number_of(services_[number].host);
    }

    [[nodiscard]] const FoundServices& services() const { return services_; }
    [[nodiscard]] const HostRosters& hosts() const { return hosts_; }
    [[nodiscard]] HostRosters& hosts() { return hosts_; }

   private:
    /// Adds or updates a service.
    void merge_service(const FoundRecord& record, const AnswerOrigin& origin,
                       const wire::ServiceList::Item& item, std::string_view host_name,
                       Merged& merged);
    [[nodiscard]] FoundServices::Added add_service(const FoundRecord& record,
                                                   const AnswerOrigin& origin,
                                                   const wire::ServiceList::Item& item,
                                                   std::string_view host_name);
    [[nodiscard]] AnswerOrigin origin_of(const FoundRecord& record, std::uint64_t group) const;
    /// The name of a service's host. It comes from the service's own advertisement, or else from
    /// another advertisement of the host. Empty if no advertisement had it.
    [[nodiscard]] std::string_view host_name_of(std::uint32_t number) const;
    [[nodiscard]] bool may_be_named_yet(std::uint32_t number) const;

    const InterfaceTable& interfaces_;
    FoundServices services_;
    HostRosters hosts_;
};

}  // namespace mpdisc::core

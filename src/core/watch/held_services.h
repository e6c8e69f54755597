// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/kit/array.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// What a comparison has found out about a service that the path holds.
enum class Finding : std::uint8_t {
    none,
    /// The host does not list it, but it may come back soon.
    missing,
    /// The host has given it up.
    gone,
};

/// Which paths hold which service of the catalogue: by each of them, a host says that it offers the
/// service. A service without a path is gone.
class HeldServices {
   public:
    /// Makes room for services with numbers below `end`. False if there is no memory.
    [[nodiscard]] bool reserve(std::uint32_t end) {
        while (services_.size() < end) {
            if (!services_.push_back({})) return false;
        }
        return true;
    }
    /// The number stands for a new service. No path holds it.
    void reset(std::uint32_t service) { services_[service] = {}; }

    /// The host lists the service by this path. False if so many paths hold it that this one cannot
    /// be remembered.
    bool add(std::uint32_t service, std::uint16_t path) {
        Holders& holders = services_[service];
        if (Holder* const known = holders.find(path)) {
            known->finding = Finding::none;
            return true;
        }
        if (holders.count == holders.all.size()) return false;
        holders.all[holders.count++] = {path};
        return true;
    }
    void remove(std::uint32_t service, std::uint16_t path) {
        Holders& holders = services_[service];
        if (Holder* const known = holders.find(path)) *known = holders.all[--holders.count];
    }
    [[nodiscard]] bool has(std::uint32_t service, std::uint16_t path) const {
        return service < services_.size() && services_[service].find(path) != nullptr;
    }
    [[nodiscard]] bool has_any(std::uint32_t service) const {
        return service < services_.size() && services_[service].count != 0;
    }

    /// The path must hold the service.
    void note(std::uint32_t service, std::uint16_t path, Finding finding) {
        services_[service].find(path)->finding = finding;
    }
    /// `none` also if the path does not hold the service.
    [[nodiscard]] Finding finding(std::uint32_t service, std::uint16_t path) const {
        if (service >= services_.size()) return Finding::none;
        const Holder* const known = services_[service].find(path);
        return known != nullptr ? known->finding : Finding::none;
    }
    void forget_findings(std::uint16_t path) {
        for (Holders& holders : services_.view()) {
            if (Holder* const known = holders.find(path)) known->finding = Finding::none;
        }
    }

   private:
    struct Holder {
        std::uint16_t path = 0;
        Finding finding = Finding::none;
    };
    struct Holders {
        std::array<Holder, limits::service_paths_max> all{};
        std::uint8_t count = 0;

        [[nodiscard]] const Holder* find(std::uint16_t path) const {
            const auto end = all.begin() + count;
            const auto at = std::find_if(all.begin(), end,
                                         [&](const Holder& each) { return each.path == path; });
            return at == end ? nullptr : &*at;
        }
        [[nodiscard]] Holder* find(std::uint16_t path) {
            return const_cast<Holder*>(std::as_const(*this).find(path));
        }
    };

    Array<Holders> services_;
};

}  // namespace mpdisc::core

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

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

    /// False if so many paths hold the service that this one cannot be remembered.
    bool add(std::uint32_t service, std::uint16_t path) {
        Holders& holders = services_[service];
        if (holders.has(path)) return true;
        if (holders.count == holders.paths.size()) return false;
        holders.paths[holders.count++] = path;
        return true;
    }
    void remove(std::uint32_t service, std::uint16_t path) {
        Holders& holders = services_[service];
        const auto end = holders.paths.begin() + holders.count;
        holders.count = static_cast<std::uint8_t>(std::remove(holders.paths.begin(), end, path) -
                                                  holders.paths.begin());
    }
    [[nodiscard]] bool has(std::uint32_t service, std::uint16_t path) const {
        return service < services_.size() && services_[service].has(path);
    }
    [[nodiscard]] bool has_any(std::uint32_t service) const {
        return service < services_.size() && services_[service].count != 0;
    }

   private:
    struct Holders {
        std::array<std::uint16_t, limits::service_paths_max> paths{};
        std::uint8_t count = 0;

        [[nodiscard]] bool has(std::uint16_t path) const {
            const auto end = paths.begin() + count;
            return std::find(paths.begin(), end, path) != end;
        }
    };

    Array<Holders> services_;
};

}  // namespace mpdisc::core

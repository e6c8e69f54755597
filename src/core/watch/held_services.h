// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/kit/array.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Which paths hold which service of the catalogue: by each of them, a host says that it offers the
/// service. A service without a path is gone. A path first doubts a service that its host lists no
/// more, and gives it up when it knows what takes its place.
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
        if (holders.count == holders.all.size()) return false;
        holders.all[holders.count++] = {path, false};
        return true;
    }
    void remove(std::uint32_t service, std::uint16_t path) {
        Holders& holders = services_[service];
        const auto is_path = [&](const Holder& each) { return each.path == path; };
        const auto end = holders.all.begin() + holders.count;
        holders.count = static_cast<std::uint8_t>(
            std::remove_if(holders.all.begin(), end, is_path) - holders.all.begin());
    }
    /// The path holds the service.
    void set_doubt(std::uint32_t service, std::uint16_t path, bool is_doubted) {
        if (Holder* holder = services_[service].find(path)) holder->is_doubted = is_doubted;
    }
    [[nodiscard]] bool is_doubted(std::uint32_t service, std::uint16_t path) const {
        const Holder* holder = service < services_.size() ? services_[service].find(path) : nullptr;
        return holder != nullptr && holder->is_doubted;
    }
    [[nodiscard]] bool has(std::uint32_t service, std::uint16_t path) const {
        return service < services_.size() && services_[service].has(path);
    }
    [[nodiscard]] bool has_any(std::uint32_t service) const {
        return service < services_.size() && services_[service].count != 0;
    }

   private:
    struct Holder {
        std::uint16_t path = 0;
        bool is_doubted = false;
    };
    struct Holders {
        std::array<Holder, limits::service_paths_max> all{};
        std::uint8_t count = 0;

        [[nodiscard]] const Holder* find(std::uint16_t path) const {
            for (std::uint8_t n = 0; n < count; ++n) {
                if (all[n].path == path) return &all[n];
            }
            return nullptr;
        }
        [[nodiscard]] Holder* find(std::uint16_t path) {
            return const_cast<Holder*>(std::as_const(*this).find(path));
        }
        [[nodiscard]] bool has(std::uint16_t path) const { return find(path) != nullptr; }
    };

    Array<Holders> services_;
};

}  // namespace mpdisc::core

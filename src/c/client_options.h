// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include "c/keys.h"
#include "c/options.h"
#include "c/text.h"
#include "mpdisc/client.h"
#include "mpdisc/text.h"

namespace mpdisc::c {

/// Sets the options that a search and a watch have in common to their defaults.
template <typename Options>
void set_client_defaults(Options& options) {
    const ClientOptions defaults;
    options.size = sizeof options;
    options.discovery_port = defaults.discovery_port;
    options.patience_ms = defaults.patience_ms;
}

/// Reads these options. The result points into this object and into the program's options.
class ClientOptionReader {
   public:
    /// Returns the name of an option that cannot be read; null if there is none.
    template <typename Options>
    [[nodiscard]] const char* read(const Options& given, ClientOptions& out) {
        for (std::size_t n = 0; n < given.attribute_count; ++n) {
            if (attributes_.add(view_of(given.attributes[n])) != ServiceError::none) {
                return "attributes";
            }
        }
        if (!read_family(given.family, out.family)) return "family";
        if (given.target_count > targets_.size()) return "targets";
        for (std::size_t n = 0; n < given.target_count; ++n) {
            if (!parse_endpoint(view_of(given.targets[n]), targets_[n])) return "targets";
        }
        out.discovery_port = given.discovery_port;
        out.filter = {view_of(given.type), view_of(given.name), attributes_.view()};
        if (given.type_count > types_.size()) return "types";
        for (std::size_t n = 0; n < given.type_count; ++n) types_[n] = view_of(given.types[n]);
        out.types = std::span(types_).first(given.type_count);
        out.name_pattern = view_of(given.name_pattern);
        out.patience_ms = given.patience_ms;
        out.local_only = given.local_only;
        out.targets = std::span(targets_).first(given.target_count);
        out.interface_name = view_of(given.interface_name);
        out.source_port = given.source_port;
        out.keys = given.keys == nullptr ? nullptr : &given.keys->keys;
        return nullptr;
    }

   private:
    AttributeSet attributes_;
    std::array<Endpoint, limits::probe_targets_max> targets_;
    std::array<std::string_view, limits::wanted_types_max> types_;
};

/// The member of a C struct that an option of C++ has become: "filter.type" is `type`.
[[nodiscard]] inline const char* member_name(const char* option) {
    if (option == nullptr) return nullptr;
    constexpr std::string_view prefix = "filter.";
    return begins_with(option, prefix) ? option + prefix.size() : option;
}

}  // namespace mpdisc::c

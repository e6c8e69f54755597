// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/probe_options.h"
#include "mpdisc/found_service.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/provider_status.h"
#include "program/interface_kind.h"

namespace mpdisc::cli {

/// The first different service types among some services.
class TypesSeen {
   public:
    void add(std::string_view type);
    [[nodiscard]] std::span<const FixedString<limits::service_type_max>> all() const {
        return std::span(types_).first(count_);
    }

    /// Whether there are more.
    [[nodiscard]] bool has_others() const { return has_others_; }

   private:
    std::array<FixedString<limits::service_type_max>, 8> types_;
    std::size_t count_ = 0;
    bool has_others_ = false;
};

/// How services compare with the filter of the search.
struct FilterMatches {
    std::uint32_t services = 0;
    /// How many of them have a type that was asked for, whatever else they have.
    std::uint32_t of_type = 0;
    /// How many match.
    std::uint32_t wanted = 0;
    TypesSeen types;

    void add(const ServiceView& service, const ProbeArguments& filter);
};

/// An interface of this host that the search asks by.
struct AskedInterface {
    std::string_view name;
    InterfaceKind kind = InterfaceKind::other;
    /// A broadcast of this host by this interface did not come back.
    bool loses_broadcasts = false;
};

/// What --explain has found out. Texts are valid until the machines that it asked go on.
struct ExplainFacts {
    ProbeOutcome outcome = ProbeOutcome::not_found;
    bool has_no_link = false;
    bool has_unasked_networks = false;
    /// Of the search.
    int system_error = 0;
    Counters counters;
    LastDrops last_drops;
    std::span<const UnsentPath> unsent;
    std::span<const IncompleteHost> incomplete;
    std::uint32_t incomplete_count = 0;
    std::uint32_t found = 0;
    /// A search without a filter.
    FilterMatches on_link;

    /// The primary of this host.
    StatusOutcome status = StatusOutcome::no_answer;
    LastDrops primary_drops;
    /// The services of this host.
    FilterMatches on_host;
    /// The program that has the discovery port. Empty: none, or the system does not tell.
    std::string_view port_holder;

    std::span<const AskedInterface> interfaces;
    /// Of this host.
    std::span<const InterfaceAddress> addresses;
    std::uint64_t time_of_day_ms = 0;
};

}  // namespace mpdisc::cli

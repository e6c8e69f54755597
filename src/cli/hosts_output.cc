// SPDX-License-Identifier: MIT
#include "cli/hosts_output.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "cli/duration.h"
#include "cli/escape.h"
#include "cli/fields.h"
#include "cli/json.h"

namespace mpdisc::cli {
namespace {

/// Ids can be told apart by their beginnings, so they make room for the addresses.
constexpr Column columns[] = {
    {"HOST", 9},     {"PRIMARY", 9}, {"ADDRESSES", 0}, {"INTERFACE", 0},
    {"SERVICES", 0}, {"AGE", 0},     {"REVISION", 0},
};
static_assert(std::size(columns) <= Table::columns_max);

/// IPv4 addresses first, and link-local ones last.
int order_of(const KnownHost::Address& each) {
    return (each.address.family == Family::ipv6 ? 1 : 0) + (each.address.is_link_local() ? 2 : 0);
}

/// The addresses in an order that does not depend on the order of arrival.
class Addresses {
   public:
    explicit Addresses(const KnownHost& host) : all_(host.addresses), count_(host.address_count) {
        for (std::size_t i = 1; i < count_; ++i) {
            for (std::size_t n = i; n > 0 && order_of(all_[n]) < order_of(all_[n - 1]); --n) {
                std::swap(all_[n], all_[n - 1]);
            }
        }
    }
    [[nodiscard]] std::span<const KnownHost::Address> view() const {
        return std::span(all_).first(count_);
    }

   private:
    std::array<KnownHost::Address, limits::neighbour_addresses_max> all_;
    std::size_t count_;
};

/// Empty for the host of the search itself, which does not tell its primary.
FixedString<32> primary_of(const KnownHost& host) {
    return host.primary == ProviderId{} ? FixedString<32>() : to_text(host.primary);
}

void append_addresses(TextBuffer& out, const Addresses& addresses) {
    bool first = true;
    for (const KnownHost::Address& each : addresses.view()) {
        if (!first) out.append(" ");
        first = false;
        append_escaped_word(out, to_text(each.address, each.interface_name).view());
    }
}

/// Each interface once.
void append_interfaces(TextBuffer& out, const Addresses& addresses) {
    const std::span<const KnownHost::Address> all = addresses.view();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_repeated = std::ranges::any_of(all.first(i), [&](const auto& before) {
            return before.interface_name == all[i].interface_name;
        });
        if (is_repeated) continue;
        if (i != 0) out.append(" ");
        append_escaped_word(out, shown_host(all[i].interface_name));
    }
}

}  // namespace

void HostsOutput::append_row(TextBuffer& out, const KnownHost& host) const {
    const Addresses addresses(host);
    out.append(to_text(host.id).view()).append("\t");
    out.append(shown_host(primary_of(host).view())).append("\t");
    append_addresses(out, addresses);
    out.append("\t");
    append_interfaces(out, addresses);
    out.append("\t").append_number(host.services).append("\t");
    if (kind_ == FormatKind::tsv) {
        out.append_number(host.age_s);
    } else {
        append_duration(out, std::uint64_t{host.age_s} * 1000);
    }
    out.append("\t").append_number(host.revision).append("\n");
}

void HostsOutput::append_json(const KnownHost& host) {
    const Addresses addresses(host);
    out_.append("{\"host\":");
    append_json_string(out_, to_text(host.id).view());
    out_.append(",\"primary\":");
    append_json_string(out_, primary_of(host).view());
    const char* before = ",\"addresses\":[";
    for (const KnownHost::Address& each : addresses.view()) {
        out_.append(before);
        append_json_string(out_, to_text(each.address, each.interface_name).view());
        before = ",";
    }
    before = "],\"interfaces\":[";
    for (const KnownHost::Address& each : addresses.view()) {
        out_.append(before);
        append_json_string(out_, each.interface_name);
        before = ",";
    }
    out_.append("],\"services\":").append_number(host.services);
    out_.append(",\"age_s\":").append_number(host.age_s);
    out_.append(",\"revision\":").append_number(host.revision).append("}\n");
}

void HostsOutput::add(const KnownHost& host) {
    switch (kind_) {
        case FormatKind::tsv:
            append_row(out_, host);
            return;
        case FormatKind::json:
            append_json(host);
            return;
        default:
            append_row(table_.rows(), host);
            return;
    }
}

void HostsOutput::flush(std::size_t line_cells) {
    table_.print(out_, columns, line_cells);
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// Parts of a service that several formats show alike.
namespace mpdisc::cli {

using ScopedAddress = FixedString<45 + 1 + limits::interface_name_max>;

/// The address, and where it needs one to be used, its scope: `fe80::1%eth0`. Not escaped: a
/// system may have interfaces of any name.
[[nodiscard]] ScopedAddress scoped_address(const IpAddress& address,
                                           std::string_view interface_name);

/// The host's name, or `-` where nobody told it, so that columns stay in place. Not escaped.
[[nodiscard]] std::string_view shown_host(std::string_view host);

/// All addresses, with a space between them, escaped.
void append_addresses(TextBuffer& out, const FoundService& found);

/// `key` and `key=value`, with a space between them; spaces inside are escaped too.
void append_attributes(TextBuffer& out, const Attributes& attributes);

}  // namespace mpdisc::cli

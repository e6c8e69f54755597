// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "cli/variable.h"
#include "mpdisc/found_service.h"

/// A service as variables, for format sh and for the environment of commands.
namespace mpdisc::cli {

/// Appends the variables of a service: one for each field, and for each attribute
/// `MPDISC_ATTR_<key>`. `_` replaces each character that a variable's name must not contain; if two
/// keys give the same name, the first gets it. `MPDISC_VARIABLES` lists the variables of
/// attributes.
void append_variables(TextBuffer& out, const FoundServiceView& found);

}  // namespace mpdisc::cli

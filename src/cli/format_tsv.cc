// SPDX-License-Identifier: MIT
#include "cli/format_tsv.h"

#include "cli/escape.h"
#include "cli/fields.h"

namespace mpdisc::cli {

void append_as_tsv(TextBuffer& out, const FoundServiceView& found) {
    append_escaped(out, found.service.name);
    out.append("\t");
    append_escaped(out, found.service.type);
    out.append("\t");
    append_escaped(out, shown_host(found.host));
    out.append("\t");
    append_escaped(out, to_text(found.address, found.interface_name).view());
    out.append("\t").append_number(found.service.port);
    out.append("\t").append(to_text(found.role)).append("\t");
    append_attributes(out, found.service.attributes);
    out.append("\n");
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#include "cli/config_file.h"

// For builds without configuration files.

namespace mpdisc::cli {

Parsed load_config(const char*, std::string_view, ProviderSettings&, ServiceList&,
                   TextBuffer& message) {
    message.append("this build reads no configuration (--config)");
    return Parsed::usage_error;
}

}  // namespace mpdisc::cli

// SPDX-License-Identifier: MIT
#pragma once

#include "platform/directory.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/streams.h"
#include "platform/system_log.h"

/// What the programs read and write besides the network. The contracts are in platform/.
namespace mpdisc {

using platform::claim_standard_streams;
using platform::enable_colours;
using platform::is_reader_lost;
using platform::is_standard_stream;
using platform::is_terminal;
using platform::output_reader;
using platform::StandardStream;
using platform::terminal_size;
using platform::TerminalSize;
using platform::try_write;
using platform::write_all;

using platform::FileRead;
using platform::list_directory;
using platform::read_file;
using platform::read_standard_input;
using platform::replace_file;

using platform::LogLevel;
using platform::system_log;
using platform::system_log_available;
using platform::system_log_open;

using platform::system_error_text;

}  // namespace mpdisc

#!/bin/sh
# SPDX-License-Identifier: MIT
#
# One direction only: c -> runtime, cli -> runtime -> core -> wire -> public value types,
# runtime -> platform/*.h -> the system, and cli -> program -> platform/*.h. Reads the #include lines.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

files=$(cxx_files | grep -E '^(include|src|platform)/' || true)
# shellcheck disable=SC2086 # a list of words
findings=$(awk '
    BEGIN {
        # The layers whose headers each layer may include.
        may["include"]     = "mpdisc"
        may["src/types"]   = "types mpdisc"
        may["src/wire"]    = "wire mpdisc"
        # A folder of the core may include those below it. Three folders are independent of each other.
        may["src/core/kit"]      = "core/kit wire mpdisc"
        may["src/core/host"]     = "core/host core/kit wire mpdisc"
        may["src/core/neighbourhood"] = "core/neighbourhood core/host core/kit wire mpdisc"
        may["src/core/search"]   = "core/search core/neighbourhood core/host core/kit wire mpdisc"
        may["src/core/answers"]  = "core/answers core/host core/kit wire mpdisc"
        may["src/core/takeover"] = "core/takeover core/host core/kit wire mpdisc"
        may["src/core/roles"]    = "core/roles core/takeover core/answers core/neighbourhood core/host core/kit wire mpdisc"
        may["src/core/watch"]    = "core/watch core/search core/neighbourhood core/host core/kit wire mpdisc"
        n = split("kit host neighbourhood search watch answers takeover roles", stories, " ")
        for (i = 1; i <= n; i++) all_core = all_core " core/" stories[i]
        may["src/runtime"] = "runtime" all_core " wire platform mpdisc"
        may["src/program"] = "program platform mpdisc"
        may["src/cli"]     = "cli program mpdisc"
        # Of the runtime, the C API may include owned.h alone.
        may["src/c"]       = "c runtime mpdisc"
        may["platform"]    = "platform mpdisc"

        # The public headers that declare only values. platform/ and the layers below the runtime may
        # include no other public header, because the rest is implemented on top of them.
        n = split("address counters cxx20 expects fixed_string found_service keys known_host last_drop " \
                  "limits memory message_description name_pattern open_error poll_entry provider_event provider_status " \
                  "service text types version watch_event", names, " ")
        for (i = 1; i <= n; i++) is_value["mpdisc/" names[i] ".h"] = 1

        # The standard headers for the layers above platform/: no clock, no randomness, no I/O, and
        # only headers that the static build can compile with musl, so not <iterator>.
        n = split("algorithm array bit cassert charconv climits compare concepts cstddef cstdint " \
                  "cstdlib cstring initializer_list limits new numeric optional span " \
                  "string_view tuple type_traits utility", headers, " ")
        for (i = 1; i <= n; i++) is_allowed[headers[i]] = 1
        # The C API has the headers of C.
        n = split("stdbool.h stddef.h stdint.h", headers, " ")
        for (i = 1; i <= n; i++) is_of_c[headers[i]] = 1
    }
    function complain(why) { print FILENAME ":" FNR ": " why ": " $0 }
    FNR == 1 {
        split(FILENAME, part, "/")
        layer = part[1] == "src" ? part[1] "/" part[2] : part[1]
        if (layer == "src/core") layer = layer "/" part[3]
        if (!(layer in may)) complain("a layer unknown to layers.sh")
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, quoted, "\"")
        owner = quoted[2]
        if (owner ~ /^core\//) sub("/[^/]*$", "", owner)
        else if (!sub("/.*", "", owner)) owner = "(none)"
        if (index(" " may[layer] " ", " " owner " ") == 0)
            complain(layer " may include only of: " may[layer])
        if (owner == "mpdisc" && layer ~ /^platform|types|wire|core/ && !(quoted[2] in is_value))
            complain(layer " may include only the public headers of values")
        if (owner == "runtime" && layer == "src/c" && quoted[2] != "runtime/owned.h")
            complain(layer " may include only owned.h of the runtime")
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        header = $0
        sub(/^[^<]*</, "", header)
        sub(/>.*/, "", header)
        if (FILENAME ~ /^include\/mpdisc\/c\//) {
            if (!(header in is_of_c)) complain("the C API may not have this header")
        } else if (layer != "platform" && !(header in is_allowed) &&
            !(header == "cerrno" && layer ~ /runtime|program|cli/))
            complain(layer " may not have this header")
    }
    layer != "platform" &&
    /_WIN32|_WIN64|__MINGW|_MSC_VER|__linux|__APPLE__|__unix|__FreeBSD|__OpenBSD|__NetBSD|__sun/ {
        complain("the system is told apart in platform/ alone")
    }' $files /dev/null)
report "$findings"

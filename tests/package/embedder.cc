// SPDX-License-Identifier: MIT
#include <mpdisc/mpdisc.h>

#include <cstdio>

/// A program that uses only the installed files of mpdisc.
int main() {
    mpdisc::ProbeOptions options;
    options.local_only = true;

    mpdisc::Probe probe;
    const mpdisc::OpenError error = probe.open(options);
    if (error != mpdisc::OpenError::none) {
        std::fprintf(stderr, "embedder: %s\n", mpdisc::to_text(error));
        return 1;
    }
    probe.close();
    std::puts("mpdisc " MPDISC_VERSION);
    return probe.is_open() ? 1 : 0;
}

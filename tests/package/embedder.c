// SPDX-License-Identifier: MIT
#include <mpdisc/c/mpdisc.h>
#include <stdio.h>

/// A program in C that uses only the installed files of mpdisc.
int main(void) {
    mpdisc_probe_options options;
    mpdisc_probe_options_init(&options, sizeof options);
    options.local_only = true;

    mpdisc_probe* probe = mpdisc_probe_new();
    if (probe == NULL) return 1;
    const mpdisc_error error = mpdisc_probe_open(probe, &options);
    if (error != MPDISC_OK) fprintf(stderr, "embedder: %s\n", mpdisc_error_text(error));
    mpdisc_probe_free(probe);
    printf("mpdisc %s\n", mpdisc_version());
    return error == MPDISC_OK ? 0 : 1;
}

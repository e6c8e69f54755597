// SPDX-License-Identifier: MIT
//
// c-poll NAME PORT
//
// Offers a service, and tells of all services of its type, with poll(2).

#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <mpdisc/c/mpdisc.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char type[] = "_example._tcp";

/// The signal handler writes to this pipe, which wakes the loop.
static int stop_pipe[2];

static void fail(const char* what, const char* why) {
    fprintf(stderr, "c-poll: %s: %s\n", what, why);
    exit(1);
}

static void expect(mpdisc_error error, const char* what) {
    if (error != MPDISC_OK) fail(what, mpdisc_error_text(error));
}

static mpdisc_provider* offer(const char* name, const char* port) {
    mpdisc_service* service = mpdisc_service_new();
    mpdisc_provider* provider = mpdisc_provider_new();
    if (!service || !provider) expect(MPDISC_ERROR_NO_MEMORY, name);
    expect(mpdisc_service_set_name(service, name), name);
    expect(mpdisc_service_set_type(service, type), type);
    expect(mpdisc_service_set_port(service, (uint32_t)strtoul(port, NULL, 10)), port);
    expect(mpdisc_provider_open(provider, NULL), "cannot offer");
    expect(mpdisc_provider_add(provider, service), name);
    mpdisc_service_free(service);
    return provider;
}

static mpdisc_watch* watch_all(void) {
    mpdisc_watch_options options;
    mpdisc_watch_options_init(&options, sizeof options);
    options.type = type;
    mpdisc_watch* watch = mpdisc_watch_new();
    if (!watch) expect(MPDISC_ERROR_NO_MEMORY, type);
    expect(mpdisc_watch_open(watch, &options), "cannot watch");
    return watch;
}

static void print_roles(mpdisc_provider* provider) {
    const mpdisc_provider_event* event;
    while ((event = mpdisc_provider_next_event(provider)) != NULL) {
        if (mpdisc_provider_event_get_type(event) != MPDISC_PROVIDER_ROLE_CHANGED) continue;
        printf("role %s\n", mpdisc_role_name(mpdisc_provider_event_role(event)));
    }
}

static void print_services(mpdisc_watch* watch) {
    const mpdisc_watch_event* event;
    while ((event = mpdisc_watch_next_event(watch)) != NULL) {
        printf("%s", mpdisc_watch_event_type_name(mpdisc_watch_event_get_type(event)));
        const mpdisc_found* found = mpdisc_watch_event_found(event);
        if (found) {
            printf(" %s %s", mpdisc_service_name(mpdisc_found_service(found)),
                   mpdisc_found_endpoint(found));
        }
        printf("\n");
    }
}

static void stop(int signal_number) {
    const char byte = (char)signal_number;
    if (write(stop_pipe[1], &byte, 1) != 1) _exit(1);
}

static void stop_at_signals(void) {
    struct sigaction action = {.sa_handler = stop};
    if (pipe(stop_pipe) != 0) fail("pipe", strerror(errno));
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int main(int count, char** arguments) {
    if (count != 3) fail("usage", "c-poll NAME PORT");
    setvbuf(stdout, NULL, _IOLBF, 0);
    stop_at_signals();
    mpdisc_provider* provider = offer(arguments[1], arguments[2]);
    mpdisc_watch* watch = watch_all();

    struct pollfd waits[] = {{.fd = mpdisc_provider_fd(provider), .events = POLLIN},
                             {.fd = mpdisc_watch_fd(watch), .events = POLLIN},
                             {.fd = stop_pipe[0], .events = POLLIN}};
    if (waits[0].fd < 0 || waits[1].fd < 0) fail("poll", "no descriptors are left");
    while (waits[2].revents == 0) {
        if (poll(waits, 3, -1) < 0 && errno != EINTR) fail("poll", strerror(errno));
        mpdisc_provider_process(provider);
        print_roles(provider);
        mpdisc_watch_process(watch);
        print_services(watch);
    }
    mpdisc_watch_free(watch);
    mpdisc_provider_free(provider);
    return 0;
}

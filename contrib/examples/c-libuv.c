// SPDX-License-Identifier: MIT
//
// c-libuv NAME PORT
//
// Offers a service, and tells of all services of its type, in the loop of libuv.

#define _POSIX_C_SOURCE 200809L

#include <mpdisc/c/mpdisc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

static const char type[] = "_example._tcp";

static void fail(const char* what, const char* why) {
    fprintf(stderr, "c-libuv: %s: %s\n", what, why);
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

static void run_provider(uv_poll_t* handle, int status, int events) {
    (void)status;
    (void)events;
    mpdisc_provider_process(handle->data);
    print_roles(handle->data);
}

static void run_watch(uv_poll_t* handle, int status, int events) {
    (void)status;
    (void)events;
    mpdisc_watch_process(handle->data);
    print_services(handle->data);
}

static void stop(uv_signal_t* handle, int number) {
    (void)number;
    uv_stop(handle->loop);
}

/// Calls `run` whenever the descriptor of the object is readable.
static void add(uv_poll_t* handle, int fd, uv_poll_cb run, void* object) {
    const int error = uv_poll_init(uv_default_loop(), handle, fd);
    if (error != 0) fail("uv_poll_init", uv_strerror(error));
    handle->data = object;
    uv_poll_start(handle, UV_READABLE, run);
}

int main(int count, char** arguments) {
    if (count != 3) fail("usage", "c-libuv NAME PORT");
    setvbuf(stdout, NULL, _IOLBF, 0);
    mpdisc_provider* provider = offer(arguments[1], arguments[2]);
    mpdisc_watch* watch = watch_all();

    uv_poll_t polls[2];
    add(&polls[0], mpdisc_provider_fd(provider), run_provider, provider);
    add(&polls[1], mpdisc_watch_fd(watch), run_watch, watch);
    uv_signal_t signals[2];
    for (int n = 0; n < 2; ++n) {
        uv_signal_init(uv_default_loop(), &signals[n]);
        uv_signal_start(&signals[n], stop, n == 0 ? SIGINT : SIGTERM);
    }
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);

    uv_poll_stop(&polls[0]);
    uv_poll_stop(&polls[1]);
    mpdisc_watch_free(watch);
    mpdisc_provider_free(provider);
    return 0;
}

// SPDX-License-Identifier: MIT
//
// c-glib NAME PORT
//
// Offers a service, and tells of all services of its type, in the main loop of GLib.

#include <glib-unix.h>
#include <mpdisc/c/mpdisc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char type[] = "_example._tcp";

static void fail(const char* what, const char* why) {
    fprintf(stderr, "c-glib: %s: %s\n", what, why);
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

static gboolean run_provider(gint fd, GIOCondition condition, gpointer provider) {
    (void)fd;
    (void)condition;
    mpdisc_provider_process(provider);
    print_roles(provider);
    return G_SOURCE_CONTINUE;
}

static gboolean run_watch(gint fd, GIOCondition condition, gpointer watch) {
    (void)fd;
    (void)condition;
    mpdisc_watch_process(watch);
    print_services(watch);
    return G_SOURCE_CONTINUE;
}

static gboolean stop(gpointer loop) {
    g_main_loop_quit(loop);
    return G_SOURCE_CONTINUE;
}

int main(int count, char** arguments) {
    if (count != 3) fail("usage", "c-glib NAME PORT");
    setvbuf(stdout, NULL, _IOLBF, 0);
    mpdisc_provider* provider = offer(arguments[1], arguments[2]);
    mpdisc_watch* watch = watch_all();
    if (mpdisc_provider_fd(provider) < 0 || mpdisc_watch_fd(watch) < 0) {
        fail("g_unix_fd_add", "no descriptors are left");
    }

    GMainLoop* loop = g_main_loop_new(NULL, FALSE);
    g_unix_fd_add(mpdisc_provider_fd(provider), G_IO_IN, run_provider, provider);
    g_unix_fd_add(mpdisc_watch_fd(watch), G_IO_IN, run_watch, watch);
    g_unix_signal_add(SIGINT, stop, loop);
    g_unix_signal_add(SIGTERM, stop, loop);
    g_main_loop_run(loop);

    mpdisc_watch_free(watch);
    mpdisc_provider_free(provider);
    g_main_loop_unref(loop);
    return 0;
}

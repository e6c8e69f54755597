// SPDX-License-Identifier: MIT
//
// go-cgo NAME PORT
//
// Offers a service, and tells of all services of its type, by a select of channels.
package main

// #cgo pkg-config: mpdisc-c
// #include <mpdisc/c/mpdisc.h>
// #include <poll.h>
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"unsafe"
)

var serviceType = C.CString("_example._tcp")

func expect(code C.mpdisc_error, what string) {
	if code != C.MPDISC_OK {
		log.Fatalf("%s: %s", what, C.GoString(C.mpdisc_error_text(C.int(code))))
	}
}

func offer(provider *C.mpdisc_provider, service *C.mpdisc_service, name, port string) {
	number, _ := strconv.ParseUint(port, 10, 32) // The library refuses what is no port.
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName))
	expect(C.mpdisc_service_set_name(service, cName), name)
	expect(C.mpdisc_service_set_type(service, serviceType), "type")
	expect(C.mpdisc_service_set_port(service, C.uint32_t(number)), port)
	expect(C.mpdisc_provider_open(provider, nil), "cannot offer")
	expect(C.mpdisc_provider_add(provider, service), name)
}

func watchAll(watch *C.mpdisc_watch) {
	var options C.mpdisc_watch_options
	C.mpdisc_watch_options_init(&options, C.sizeof_mpdisc_watch_options)
	options._type = serviceType
	expect(C.mpdisc_watch_open(watch, &options), "cannot watch")
}

func printRoles(provider *C.mpdisc_provider) {
	next := func() *C.mpdisc_provider_event { return C.mpdisc_provider_next_event(provider) }
	for event := next(); event != nil; event = next() {
		if C.mpdisc_provider_event_get_type(event) == C.MPDISC_PROVIDER_ROLE_CHANGED {
			role := C.int(C.mpdisc_provider_event_role(event))
			fmt.Println("role", C.GoString(C.mpdisc_role_name(role)))
		}
	}
}

func printServices(watch *C.mpdisc_watch) {
	next := func() *C.mpdisc_watch_event { return C.mpdisc_watch_next_event(watch) }
	for event := next(); event != nil; event = next() {
		line := C.GoString(C.mpdisc_watch_event_type_name(C.int(C.mpdisc_watch_event_get_type(event))))
		if found := C.mpdisc_watch_event_found(event); found != nil {
			name := C.GoString(C.mpdisc_service_name(C.mpdisc_found_service(found)))
			line += " " + name + " " + C.GoString(C.mpdisc_found_endpoint(found))
		}
		fmt.Println(line)
	}
}

// readable sends when the descriptor is readable. The receiver does the work, and receives again.
func readable(fd C.int) <-chan struct{} {
	if fd < 0 {
		log.Fatal("no descriptors are left")
	}
	ready := make(chan struct{})
	go func() {
		for entry := (C.struct_pollfd{fd: fd, events: C.POLLIN}); ; {
			if C.poll(&entry, 1, -1) == 1 {
				ready <- struct{}{}
				ready <- struct{}{}
			}
		}
	}()
	return ready
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go-cgo NAME PORT")
	}
	provider, watch, service := C.mpdisc_provider_new(), C.mpdisc_watch_new(), C.mpdisc_service_new()
	if provider == nil || watch == nil || service == nil {
		expect(C.MPDISC_ERROR_NO_MEMORY, "cannot start")
	}
	defer C.mpdisc_provider_free(provider)
	defer C.mpdisc_watch_free(watch)
	defer C.mpdisc_service_free(service)
	offer(provider, service, os.Args[1], os.Args[2])
	watchAll(watch)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	providerReady := readable(C.mpdisc_provider_fd(provider))
	watchReady := readable(C.mpdisc_watch_fd(watch))
	for {
		select {
		case <-providerReady:
			C.mpdisc_provider_process(provider)
			printRoles(provider)
			<-providerReady
		case <-watchReady:
			C.mpdisc_watch_process(watch)
			printServices(watch)
			<-watchReady
		case <-signals:
			return
		}
	}
}

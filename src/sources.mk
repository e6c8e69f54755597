# SPDX-License-Identifier: MIT
#
# The sources and the flags that they need: the one list, read by the Makefile and by CMakeLists.txt.
# Each variable is a list of words. $(NAME) stands for the words of another list. Nothing else of
# make's language is used here. The readers set two words:
#
#   $(size)     FULL or MINIMAL (mpdisc.7, BUILDS)
#   $(linkage)  DYNAMIC, or STATIC for programs that need no library

# --- The library ---------------------------------------------------------

MPDISC_TYPES = \
	src/types/address.cc \
	src/types/address_text.cc \
	src/types/attributes.cc \
	src/types/endpoint_text.cc \
	src/types/found_service.cc \
	src/types/keys.cc \
	src/types/memory.cc \
	src/types/name_pattern.cc \
	src/types/names.cc \
	src/types/service.cc \
	src/types/text.cc \
	src/types/version.cc \
	$(MPDISC_TYPES_$(size))

MPDISC_WIRE = \
	src/wire/auth.cc \
	src/wire/client_messages.cc \
	src/wire/control_messages.cc \
	src/wire/header.cc \
	src/wire/hmac.cc \
	src/wire/known_answers.cc \
	src/wire/message_fields.cc \
	src/wire/neighbour_messages.cc \
	src/wire/reader.cc \
	src/wire/service_list.cc \
	src/wire/sha256.cc \
	src/wire/siphash.cc \
	src/wire/sketch.cc \
	src/wire/status_messages.cc \
	src/wire/type_filter.cc \
	src/wire/writer.cc \
	$(MPDISC_WIRE_$(size))

MPDISC_CORE = \
	src/core/kit/array.cc \
	src/core/kit/hash_index.cc \
	src/core/kit/messenger.cc \
	src/core/kit/outbox.cc \
	src/core/kit/part_table.cc \
	src/core/kit/random.cc \
	src/core/host/interface_table.cc \
	src/core/host/interface_warnings.cc \
	src/core/host/provider_state.cc \
	src/core/host/registry.cc \
	src/core/host/service_set.cc \
	src/core/host/status_report.cc \
	src/core/search/answer_sources.cc \
	src/core/search/catalogue.cc \
	src/core/search/change_list.cc \
	src/core/search/client.cc \
	src/core/search/found_services.cc \
	src/core/search/host_list_query.cc \
	src/core/search/host_lists.cc \
	src/core/search/host_rosters.cc \
	src/core/search/known_hosts.cc \
	src/core/search/probe.cc \
	src/core/search/probe_pace.cc \
	src/core/search/probe_requests.cc \
	src/core/search/probe_targets.cc \
	src/core/search/reachable_hosts.cc \
	src/core/search/selection.cc \
	src/core/search/status_query.cc \
	src/core/search/stop_rule.cc \
	src/core/watch/followed_paths.cc \
	src/core/watch/follower.cc \
	src/core/watch/path_services.cc \
	src/core/watch/reconciler.cc \
	src/core/watch/watch.cc \
	src/core/answers/address_tokens.cc \
	src/core/answers/answer_budget.cc \
	src/core/answers/answerer.cc \
	src/core/answers/fan_out.cc \
	src/core/answers/question.cc \
	src/core/answers/replay_cache.cc \
	src/core/answers/responder.cc \
	src/core/takeover/deputy_monitor.cc \
	src/core/takeover/port_owner.cc \
	src/core/neighbourhood/announcer.cc \
	src/core/roles/announcements.cc \
	src/core/roles/primary.cc \
	src/core/roles/primary_link.cc \
	src/core/roles/provider.cc \
	src/core/roles/provider_messages.cc \
	src/core/roles/secondary.cc \
	$(MPDISC_CORE_$(size))

MPDISC_RUNTIME = \
	src/runtime/client_config.cc \
	src/runtime/discovery_port.cc \
	src/runtime/group_memberships.cc \
	src/runtime/host_name.cc \
	src/runtime/interface_watch.cc \
	src/runtime/key_file.cc \
	src/runtime/poll.cc \
	src/runtime/probe.cc \
	src/runtime/provider.cc \
	src/runtime/provider_system.cc \
	src/runtime/random_numbers.cc \
	src/runtime/service_set.cc \
	src/runtime/status.cc \
	$(MPDISC_RUNTIME_$(size))

# The C API. It uses the C++ API.
MPDISC_C = $(MPDISC_C_$(size))

# Sources of full builds only, and what minimal builds have instead.
MPDISC_C_FULL = \
	src/c/base.cc \
	src/c/counters.cc \
	src/c/errors.cc \
	src/c/found.cc \
	src/c/keys.cc \
	src/c/poll.cc \
	src/c/probe.cc \
	src/c/provider.cc \
	src/c/service.cc \
	src/c/status.cc \
	src/c/watch.cc

MPDISC_C_MINIMAL =

MPDISC_TYPES_FULL = src/types/service_error.cc
MPDISC_TYPES_MINIMAL = src/types/service_error_minimal.cc

MPDISC_WIRE_FULL = \
	src/wire/field_names.cc \
	src/wire/message_check.cc \
	src/wire/message_description.cc \
	src/wire/value_text.cc

MPDISC_WIRE_MINIMAL =

MPDISC_CORE_FULL = \
	src/core/takeover/deputy_line.cc \
	src/core/neighbourhood/neighbourhood.cc \
	src/core/kit/drop_sources.cc \
	src/core/search/origin_shares.cc \
	src/core/roles/neighbours.cc \
	src/core/roles/primary_duplicates.cc \
	src/core/roles/provider_drops.cc \
	src/core/roles/provider_keys.cc \
	src/core/host/registry_shares.cc \
	src/core/host/registry_trim.cc \
	src/core/host/service_index.cc \
	src/core/host/service_offsets.cc

MPDISC_CORE_MINIMAL = \
	src/core/takeover/deputy_line_absent.cc \
	src/core/kit/drop_sources_absent.cc \
	src/core/search/origin_shares_absent.cc \
	src/core/roles/neighbours_absent.cc \
	src/core/roles/primary_duplicates_absent.cc \
	src/core/roles/provider_drops_absent.cc \
	src/core/roles/provider_keys_absent.cc \
	src/core/host/registry_shares_absent.cc \
	src/core/host/registry_trim_absent.cc \
	src/core/host/service_index_absent.cc \
	src/core/host/service_offsets_absent.cc

MPDISC_RUNTIME_FULL = \
	src/runtime/announcement_port.cc \
	src/runtime/datagram_tracer.cc \
	src/runtime/watch.cc

MPDISC_RUNTIME_MINIMAL = \
	src/runtime/announcement_port_absent.cc \
	src/runtime/datagram_tracer_absent.cc

# --- The systems ---------------------------------------------------------
#
# PLATFORM_<system>: the sources of the library for one system. LINK_<system>, LIBRARIES_<system>: the
# flags and libraries for linking programs there. <system> is the name that `uname -s` and CMake use.

PLATFORM_Linux = \
	$(FOR_ALL) \
	$(FOR_POSIX) \
	$(FOR_POSIX_2024) \
	platform/common/refusals_absent.cc \
	platform/linux/address_room.cc \
	platform/linux/address_rules.cc \
	platform/linux/entropy.cc \
	platform/linux/interface_index.cc \
	platform/linux/interface_list.cc \
	platform/linux/interface_monitor.cc \
	platform/linux/link_table.cc \
	platform/linux/netlink.cc \
	platform/linux/port_user.cc \
	platform/linux/proc_lines.cc \
	platform/linux/process_queue.cc \
	platform/linux/resource_limit.cc \
	platform/linux/send_call.cc \
	platform/linux/udp_options.cc \
	platform/linux/udp_receive.cc \
	platform/linux/udp_refused.cc \
	platform/linux/udp_send.cc \
	platform/linux/udp_table.cc \
	platform/linux/udp_takeover.cc \
	$(FOR_LINUX_$(size)) \
	$(LINUX_LOG_$(size)_$(linkage))

PLATFORM_FreeBSD = \
	$(FOR_ALL) \
	$(FOR_POSIX) \
	$(FOR_POSIX_2024) \
	$(FOR_BSD) \
	platform/bsd/ipv4_packet_info.cc

PLATFORM_OpenBSD = $(PLATFORM_FreeBSD)
PLATFORM_NetBSD = $(PLATFORM_FreeBSD)

PLATFORM_Darwin = \
	$(FOR_ALL) \
	$(FOR_POSIX) \
	$(FOR_BSD) \
	platform/bsd/macos_descriptors.cc \
	platform/bsd/macos_ipv4_packet_info.cc \
	platform/bsd/macos_poll.cc

PLATFORM_Windows = \
	$(FOR_ALL) \
	platform/win32/adapters.cc \
	platform/win32/child_environment.cc \
	platform/win32/child_process.cc \
	platform/win32/clock.cc \
	platform/win32/command_line.cc \
	platform/win32/entropy.cc \
	platform/win32/directory.cc \
	platform/win32/file.cc \
	platform/win32/replace_file.cc \
	platform/win32/host.cc \
	platform/win32/interface_monitor.cc \
	platform/win32/interfaces.cc \
	platform/win32/key_file.cc \
	platform/win32/local_addresses.cc \
	platform/win32/main.cc \
	platform/win32/poller.cc \
	platform/win32/port_holder.cc \
	platform/win32/process_queue.cc \
	platform/win32/receive_batch.cc \
	platform/win32/signals.cc \
	platform/win32/streams.cc \
	platform/win32/tcp_connection.cc \
	platform/win32/text.cc \
	platform/win32/udp_receive.cc \
	platform/win32/udp_send.cc \
	platform/win32/udp_socket.cc \
	platform/win32/udp_table.cc \
	platform/win32/winsock.cc \
	$(NAME_LOOKUP) \
	$(NO_INTERFACE_KIND) \
	$(NO_POLL_GROUP) \
	$(NO_PORT_USER) \
	$(NO_REPORTS_OF_REFUSALS) \
	$(NO_SUPERVISOR) \
	$(NO_SYSTEM_LOG) \
	$(NO_TAKEOVER) \
	$(NO_TERMINAL)

# Sources for several systems.
FOR_ALL = \
	platform/common/interface_losses.cc \
	platform/common/last_address.cc \
	platform/common/process_watch.cc \
	platform/common/sockaddr.cc \
	platform/common/tcp_peer.cc \
	platform/common/udp_open.cc

FOR_POSIX = \
	platform/posix/child_environment.cc \
	platform/posix/child_process.cc \
	platform/posix/descriptor_limit.cc \
	platform/posix/directory.cc \
	platform/posix/file.cc \
	platform/posix/replace_file.cc \
	platform/posix/host.cc \
	platform/posix/key_file.cc \
	platform/posix/poller.cc \
	platform/posix/receive_batch.cc \
	platform/posix/signal_calls.cc \
	platform/posix/signals.cc \
	platform/posix/streams.cc \
	platform/posix/tcp_connection.cc \
	platform/posix/udp_socket.cc \
	$(FOR_POSIX_$(size))

# These use calls of POSIX.1-2024, which macOS lacks.
FOR_POSIX_2024 = platform/posix/descriptors.cc

FOR_BSD = \
	platform/bsd/descriptor_flags.cc \
	platform/bsd/entropy.cc \
	platform/bsd/interface_filter.cc \
	platform/bsd/interface_monitor.cc \
	platform/bsd/interface_sockaddr.cc \
	platform/bsd/interfaces.cc \
	platform/bsd/local_addresses.cc \
	platform/bsd/poll_group.cc \
	platform/bsd/process_queue.cc \
	platform/bsd/resource_limit.cc \
	platform/bsd/udp_options.cc \
	platform/bsd/udp_receive.cc \
	platform/bsd/udp_send.cc \
	platform/bsd/udp_takeover.cc \
	platform/bsd/unbound_ports.cc \
	$(NO_INTERFACE_KIND) \
	$(NO_PORT_HOLDER) \
	$(NO_PORT_USER) \
	$(NO_REPORTS_OF_REFUSALS) \
	$(NO_TAKEOVER) \
	$(POSIX_CALLS) \
	$(POSIX_LOG_$(size))

# Sources of full builds only, and what minimal builds have instead.
FOR_POSIX_FULL = \
	$(NAME_LOOKUP) \
	platform/posix/credentials.cc \
	platform/posix/error_text.cc \
	platform/posix/supervisor.cc \
	platform/posix/terminal.cc

FOR_POSIX_MINIMAL = \
	platform/posix/credentials_absent.cc \
	platform/posix/error_text_absent.cc \
	$(NO_SUPERVISOR) \
	$(NO_TERMINAL)

FOR_LINUX_FULL = \
	platform/linux/interface_kind.cc \
	platform/linux/long_name.cc \
	platform/linux/partial_list.cc \
	platform/linux/poll_group.cc \
	platform/linux/port_holder.cc \
	platform/linux/socket_user.cc \
	$(POSIX_CALLS)

# Some of these call the kernel themselves, because musl has more code around the call.
FOR_LINUX_MINIMAL = \
	platform/linux/clock_minimal.cc \
	platform/linux/file_status_minimal.cc \
	platform/linux/long_name_absent.cc \
	platform/linux/partial_list_minimal.cc \
	platform/linux/socket_user_minimal.cc \
	$(NO_POLL_GROUP) \
	$(NO_PORT_HOLDER)

# Full builds for POSIX and all builds for Windows have this.
NAME_LOOKUP = platform/common/name_lookup.cc

POSIX_CALLS = \
	platform/posix/clock.cc \
	platform/posix/file_status.cc

# Sources for systems and builds that lack a feature.
NO_INTERFACE_KIND = platform/common/interface_kind_absent.cc
NO_POLL_GROUP = platform/common/poll_group_absent.cc
NO_PORT_HOLDER = platform/common/port_holder_absent.cc
NO_PORT_USER = platform/common/port_user_absent.cc
NO_REPORTS_OF_REFUSALS = platform/common/refusals.cc
NO_SUPERVISOR = platform/common/supervisor_absent.cc
NO_SYSTEM_LOG = platform/common/system_log_absent.cc
NO_TAKEOVER = platform/common/takeover_absent.cc
NO_TERMINAL = platform/common/terminal_absent.cc

# The system's log. Static programs do not use syslog(3), because it is large. Minimal builds have no
# log.
POSIX_LOG_FULL = platform/posix/system_log.cc
POSIX_LOG_MINIMAL = $(NO_SYSTEM_LOG)
LINUX_LOG_FULL_DYNAMIC = $(POSIX_LOG_FULL)
LINUX_LOG_FULL_STATIC = platform/linux/system_log.cc
LINUX_LOG_MINIMAL_DYNAMIC = $(POSIX_LOG_MINIMAL)
LINUX_LOG_MINIMAL_STATIC = $(POSIX_LOG_MINIMAL)

# Code and constants share pages (noseparate-code). That saves up to three pages in the file and in
# memory.
LINK_Linux = \
	-Wl,--gc-sections,--as-needed,-z,relro,-z,now,-z,noseparate-code \
	$(LINK_LINUX_$(linkage))
LINK_LINUX_DYNAMIC = -pie -static-libstdc++ -static-libgcc
# The Makefile adds the flags for the C library that it uses.
LINK_LINUX_STATIC =

# The C++ library is a part of these systems.
LINK_FreeBSD = -pie -Wl,--gc-sections,--as-needed,-z,relro,-z,now
LINK_OpenBSD = $(LINK_FreeBSD)
LINK_NetBSD = $(LINK_FreeBSD)
LINK_Darwin = -Wl,-dead_strip

# The programs start in platform/win32/main.cc, can be loaded at any address, and contain all libraries
# except the system's own.
LINK_Windows = -static -municode -Wl,--gc-sections,--dynamicbase,--high-entropy-va,--nxcompat
LIBRARIES_Windows = -lws2_32 -liphlpapi -lbcrypt -ladvapi32 -lssp

# --- The shared library --------------------------------------------------

# It exports the C API alone. The number grows when programs would have to be compiled anew.
SHARED_ABI = 0
SHARED_EXPORTS = src/c/libmpdisc.map

# LINK_SHARED_<system>: the flags for linking it there. Other systems have no shared library.
LINK_SHARED_Linux = -Wl,--gc-sections,--as-needed,-z,relro,-z,now,-z,defs,-z,noseparate-code
LINK_SHARED_FreeBSD = -Wl,--gc-sections,--as-needed,-z,relro,-z,now
LINK_SHARED_OpenBSD = $(LINK_SHARED_FreeBSD)
LINK_SHARED_NetBSD = $(LINK_SHARED_FreeBSD)

# --- The programs --------------------------------------------------------

# What the programs need besides discovery.
PROGRAM = $(PROGRAM_$(size))
PROGRAM_FULL = src/program/command.cc
PROGRAM_MINIMAL = src/program/command_absent.cc

# Static minimal programs have these instead of the ones of musl.
PROGRAM_LIBC_MINIMAL_MUSL = platform/linux/small_heap.cc platform/linux/small_search.cc

CLI_COMMON = \
	src/cli/code_point.cc \
	src/cli/escape.cc \
	src/cli/key_file.cc \
	src/cli/number.cc \
	src/cli/options.cc \
	src/cli/program.cc \
	src/cli/result_output.cc \
	src/cli/settings.cc \
	src/cli/text_buffer.cc \
	src/cli/unsafe_code_point.cc \
	src/cli/variable.cc \
	$(CLI_COMMON_$(size))

CLI_PROVIDER = \
	src/cli/described_service.cc \
	src/cli/log.cc \
	src/cli/mistakes.cc \
	src/cli/provider_events.cc \
	src/cli/provider_main.cc \
	src/cli/provider_options.cc \
	src/cli/provider_plan.cc \
	src/cli/provider_run.cc \
	src/cli/readiness.cc \
	$(CLI_PROVIDER_$(size))

CLI_PROBE = \
	src/cli/fields.cc \
	src/cli/format_sh.cc \
	src/cli/format_tsv.cc \
	src/cli/probe_main.cc \
	src/cli/probe_option_rules.cc \
	src/cli/probe_options.cc \
	src/cli/probe_run.cc \
	src/cli/search_messages.cc \
	src/cli/shell_word.cc \
	src/cli/target.cc \
	src/cli/variables.cc \
	$(CLI_PROBE_$(size))

# Sources of full builds only, and what minimal builds have instead.
CLI_COMMON_FULL = src/cli/help.cc src/cli/option_guess.cc

CLI_PROVIDER_FULL = \
	src/cli/check_list.cc \
	src/cli/check_result.cc \
	src/cli/config.cc \
	src/cli/config_directory.cc \
	src/cli/config_file.cc \
	src/cli/config_line.cc \
	src/cli/health_checks.cc \
	src/cli/health_handover.cc \
	src/cli/health_monitor.cc \
	src/cli/offered_services.cc \
	src/cli/provider_phrases.cc \
	src/cli/provider_reload.cc \
	src/cli/service_changes.cc \
	src/cli/service_check.cc

CLI_PROBE_FULL = \
	src/program/broadcast_check.cc \
	src/cli/cell_width.cc \
	src/cli/colour.cc \
	src/cli/duration.cc \
	src/cli/escaper.cc \
	src/cli/event_commands.cc \
	src/cli/event_queue.cc \
	src/cli/event_table.cc \
	src/cli/exec_run.cc \
	src/cli/explain_causes.cc \
	src/cli/explain_facts.cc \
	src/cli/explain_output.cc \
	src/cli/explain_run.cc \
	src/cli/format.cc \
	src/cli/format_file.cc \
	src/cli/format_json.cc \
	src/cli/format_template.cc \
	src/cli/hosts_output.cc \
	src/cli/hosts_run.cc \
	src/cli/json.cc \
	src/cli/list_file.cc \
	src/cli/list_options.cc \
	src/cli/list_search.cc \
	src/cli/list_watch_run.cc \
	src/cli/live_list.cc \
	src/cli/live_run.cc \
	src/cli/screen.cc \
	src/cli/screen_text.cc \
	src/cli/service_list.cc \
	src/cli/service_output.cc \
	src/cli/sorted_rows.cc \
	src/cli/status_counters.cc \
	src/cli/status_cycle.cc \
	src/cli/status_metrics.cc \
	src/cli/status_output.cc \
	src/cli/status_run.cc \
	src/cli/status_text.cc \
	src/cli/status_watch_run.cc \
	src/cli/table.cc \
	src/cli/table_titles.cc \
	src/cli/target_names.cc \
	src/cli/time_stamp.cc \
	src/cli/trace.cc \
	src/cli/wait_run.cc \
	src/cli/watch_output.cc \
	src/cli/watch_report.cc \
	src/cli/watch_run.cc

CLI_COMMON_MINIMAL = src/cli/help_minimal.cc src/cli/option_guess_absent.cc

CLI_PROVIDER_MINIMAL = \
	src/cli/config_absent.cc \
	src/cli/health_checks_absent.cc \
	src/cli/provider_phrases_minimal.cc \
	src/cli/provider_reload_absent.cc

CLI_PROBE_MINIMAL = \
	src/cli/format_minimal.cc \
	src/cli/list_absent.cc \
	src/cli/reports_absent.cc \
	src/cli/target_names_absent.cc \
	src/cli/trace_absent.cc \
	src/cli/watch_absent.cc

# --- Flags ---------------------------------------------------------------

FLAGS_INCLUDE = -I. -Iinclude -Isrc

FLAGS_COMPILE = \
	-fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-asynchronous-unwind-tables \
	-ffunction-sections -fdata-sections \
	-fstack-protector-strong -fPIC -fvisibility=hidden

# Without the last flag, clang asks for inner braces if a struct extends another one.
FLAGS_WARN = -Wall -Wextra -Wconversion -Wshadow -Wno-missing-braces

# A static program relocates itself, so it can be loaded at any address like other programs.
FLAGS_COMPILE_STATIC = -fPIE
FLAGS_LINK_STATIC = -static
FLAGS_LINK_STATIC_PIE = -Wl,-static,-pie,--no-dynamic-linker,-z,text

# GCC sees the whole program at once. So it finds what nothing calls, and what is called only once.
# The library is compiled without this flag, because other compilers could not link it.
FLAGS_COMPILE_WHOLE = -flto $(FLAGS_COMPILE_WHOLE_$(linkage))
# All symbols are bound before the program starts, so calls need no stubs.
FLAGS_COMPILE_WHOLE_DYNAMIC = -fno-plt
FLAGS_COMPILE_WHOLE_STATIC =
# Nothing unwinds the stack at run time, so there is nothing for that.
FLAGS_LINK_WHOLE = \
	-flto -flto-partition=none -ffunction-sections -Wl,--no-eh-frame-hdr
# Such a program is linked without the C++ library. Otherwise the linker would add its code for
# exceptions before it finds that nothing calls it. libgcc has the arithmetic that a processor lacks.
LIBRARIES_WHOLE = -nodefaultlibs $(LIBRARIES_WHOLE_$(linkage))
LIBRARIES_WHOLE_DYNAMIC = -lc -lgcc
LIBRARIES_WHOLE_STATIC = -Wl,--start-group,-lc,-lgcc,-lgcc_eh,--end-group

# A minimal program has no build id. The stack is guarded in functions with an array of characters,
# not in those with any array.
FLAGS_COMPILE_MINIMAL = -fstack-protector -DMPDISC_EXPECTS_TRAPS
FLAGS_LINK_MINIMAL = -Wl,--build-id=none
# musl makes no page of a static program read-only at the start, so none is set apart for that
# (norelro). In the file the data follow directly after the code. Each flag saves up to 4 KiB.
FLAGS_LINK_MINIMAL_MUSL = -Wl,-z,norelro,-z,common-page-size=1024

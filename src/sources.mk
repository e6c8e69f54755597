# SPDX-License-Identifier: MIT
#
# What is built, and with which flags it must be: the one list, read by the Makefile and by
# CMakeLists.txt. Each variable is a plain list; nothing else of make's language stands here.

# --- The library ---------------------------------------------------------

MPDISC_TYPES = \
	src/types/address.cc \
	src/types/address_text.cc \
	src/types/attributes.cc \
	src/types/keys.cc \
	src/types/memory.cc \
	src/types/names.cc \
	src/types/service.cc \
	src/types/text.cc

MPDISC_WIRE = \
	src/wire/auth.cc \
	src/wire/client_messages.cc \
	src/wire/control_messages.cc \
	src/wire/header.cc \
	src/wire/hmac.cc \
	src/wire/known_answers.cc \
	src/wire/message_fields.cc \
	src/wire/reader.cc \
	src/wire/service_list.cc \
	src/wire/sha256.cc \
	src/wire/siphash.cc \
	src/wire/status_messages.cc \
	src/wire/writer.cc

MPDISC_CORE = \
	src/core/answers/address_tokens.cc \
	src/core/answers/answer_budget.cc \
	src/core/answers/answerer.cc \
	src/core/kit/array.cc \
	src/core/host/provider_state.cc \
	src/core/kit/messenger.cc \
	src/core/takeover/deputy_post.cc \
	src/core/roles/enrollment.cc \
	src/core/answers/fan_out.cc \
	src/core/search/answer_sources.cc \
	src/core/search/catalogue.cc \
	src/core/search/change_list.cc \
	src/core/search/found_services.cc \
	src/core/kit/hash_index.cc \
	src/core/search/host_rosters.cc \
	src/core/host/interface_table.cc \
	src/core/host/interface_warnings.cc \
	src/core/kit/outbox.cc \
	src/core/kit/part_table.cc \
	src/core/roles/primary.cc \
	src/core/search/probe.cc \
	src/core/search/probe_pace.cc \
	src/core/search/probe_requests.cc \
	src/core/search/probe_targets.cc \
	src/core/roles/provider.cc \
	src/core/roles/provider_receive.cc \
	src/core/roles/provider_requests.cc \
	src/core/kit/random.cc \
	src/core/host/registry.cc \
	src/core/answers/replay_cache.cc \
	src/core/roles/secondary.cc \
	src/core/host/service_set.cc \
	src/core/search/status_query.cc \
	src/core/search/stop_rule.cc \
	src/core/host/status_report.cc

MPDISC_RUNTIME = \
	src/runtime/console.cc \
	src/runtime/discovery_port.cc \
	src/runtime/interface_watch.cc \
	src/runtime/key_file.cc \
	src/runtime/poll.cc \
	src/runtime/probe.cc \
	src/runtime/process.cc \
	src/runtime/provider.cc \
	src/runtime/random_numbers.cc \
	src/runtime/status.cc

# For all systems.
MPDISC_PLATFORM_COMMON = \
	platform/common/interface_losses.cc \
	platform/common/process_watch.cc \
	platform/common/sockaddr.cc \
	platform/common/udp_open.cc

MPDISC_PLATFORM_POSIX = \
	platform/posix/child_process.cc \
	platform/posix/descriptor_limit.cc \
	platform/posix/file.cc \
	platform/posix/host.cc \
	platform/posix/key_file.cc \
	platform/posix/poller.cc \
	platform/posix/receive_batch.cc \
	platform/posix/signal_calls.cc \
	platform/posix/signals.cc \
	platform/posix/streams.cc \
	platform/posix/udp_socket.cc

# What all of these systems have but macOS.
MPDISC_PLATFORM_POSIX_2024 = \
	platform/posix/descriptors.cc

MPDISC_PLATFORM_LINUX = \
	platform/linux/address_room.cc \
	platform/linux/address_rules.cc \
	platform/linux/entropy.cc \
	platform/linux/interface_index.cc \
	platform/linux/interface_list.cc \
	platform/linux/interface_monitor.cc \
	platform/linux/link_table.cc \
	platform/linux/netlink.cc \
	platform/linux/port_holder.cc \
	platform/linux/port_user.cc \
	platform/linux/proc_lines.cc \
	platform/linux/process_queue.cc \
	platform/linux/resource_limit.cc \
	platform/linux/udp_options.cc \
	platform/linux/udp_receive.cc \
	platform/linux/udp_refused.cc \
	platform/linux/udp_send.cc \
	platform/linux/udp_table.cc \
	platform/linux/udp_takeover.cc

# What a full build has of it, and what a minimal one has instead.
MPDISC_TYPES_FULL = src/types/service_error.cc
MPDISC_TYPES_MINIMAL = src/types/service_error_minimal.cc
MPDISC_CORE_FULL = \
	src/core/takeover/deputy_line.cc \
	src/core/search/origin_shares.cc \
	src/core/roles/primary_duplicates.cc \
	src/core/roles/provider_keys.cc \
	src/core/host/registry_shares.cc \
	src/core/host/registry_trim.cc \
	src/core/host/service_index.cc
MPDISC_CORE_MINIMAL = \
	src/core/takeover/deputy_line_absent.cc \
	src/core/search/origin_shares_absent.cc \
	src/core/roles/primary_duplicates_absent.cc \
	src/core/roles/provider_keys_absent.cc \
	src/core/host/registry_shares_absent.cc \
	src/core/host/registry_trim_absent.cc \
	src/core/host/service_index_absent.cc

MPDISC_FULL = \
	src/runtime/command.cc \
	src/runtime/port_holder.cc

MPDISC_MINIMAL = \
	src/runtime/command_absent.cc \
	src/runtime/port_holder_absent.cc

MPDISC_LINUX_FULL = \
	platform/linux/long_name.cc \
	platform/linux/partial_list.cc \
	platform/linux/send_call.cc
MPDISC_LINUX_MINIMAL = \
	platform/linux/clock_minimal.cc \
	platform/linux/file_status_minimal.cc \
	platform/linux/long_name_absent.cc \
	platform/linux/partial_list_minimal.cc \
	platform/linux/send_call_minimal.cc

# What a minimal build for Linux asks the kernel for itself: musl has more code for it.
MPDISC_POSIX_CALLS = \
	platform/posix/clock.cc \
	platform/posix/file_status.cc

MPDISC_POSIX_FULL = \
	platform/posix/credentials.cc \
	platform/posix/error_text.cc
MPDISC_POSIX_MINIMAL = \
	platform/posix/credentials_absent.cc \
	platform/posix/error_text_absent.cc

# Who speaks to the system's log: the C library; what stands in for it where that is large; nobody.
MPDISC_SYSTEM_LOG = platform/posix/system_log.cc
MPDISC_SYSTEM_LOG_STATIC = platform/linux/system_log.cc
MPDISC_SYSTEM_LOG_MINIMAL = platform/posix/system_log_absent.cc

MPDISC_PLATFORM_BSD = \
	platform/bsd/descriptor_flags.cc \
	platform/bsd/entropy.cc \
	platform/bsd/interface_filter.cc \
	platform/bsd/interface_monitor.cc \
	platform/bsd/interface_sockaddr.cc \
	platform/bsd/local_addresses.cc \
	platform/bsd/port_holder.cc \
	platform/bsd/port_user.cc \
	platform/bsd/process_queue.cc \
	platform/bsd/refusals.cc \
	platform/bsd/resource_limit.cc \
	platform/bsd/udp_options.cc \
	platform/bsd/udp_receive.cc \
	platform/bsd/udp_send.cc \
	platform/bsd/udp_takeover.cc \
	platform/posix/interfaces.cc

# FreeBSD, OpenBSD and NetBSD on the one hand, macOS on the other.
MPDISC_PLATFORM_FREE_BSDS = \
	platform/bsd/ipv4_packet_info.cc

MPDISC_PLATFORM_MACOS = \
	platform/bsd/macos_descriptors.cc \
	platform/bsd/macos_ipv4_packet_info.cc \
	platform/bsd/macos_poll.cc

MPDISC_PLATFORM_WIN32 = \
	platform/win32/adapters.cc \
	platform/win32/child_process.cc \
	platform/win32/clock.cc \
	platform/win32/command_line.cc \
	platform/win32/entropy.cc \
	platform/win32/file.cc \
	platform/win32/host.cc \
	platform/win32/interface_monitor.cc \
	platform/win32/interfaces.cc \
	platform/win32/key_file.cc \
	platform/win32/local_addresses.cc \
	platform/win32/main.cc \
	platform/win32/poller.cc \
	platform/win32/port_holder.cc \
	platform/win32/port_user.cc \
	platform/win32/process_queue.cc \
	platform/win32/receive_batch.cc \
	platform/win32/refusals.cc \
	platform/win32/signals.cc \
	platform/win32/streams.cc \
	platform/win32/text.cc \
	platform/win32/udp_receive.cc \
	platform/win32/udp_send.cc \
	platform/win32/udp_socket.cc \
	platform/win32/udp_table.cc \
	platform/win32/winsock.cc

# --- The programs --------------------------------------------------------

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
	src/cli/unsafe_code_point.cc

CLI_PROVIDER = \
	src/cli/log.cc \
	src/cli/provider_events.cc \
	src/cli/provider_main.cc \
	src/cli/provider_options.cc \
	src/cli/provider_plan.cc \
	src/cli/provider_run.cc \
	src/cli/service_list.cc

CLI_PROBE = \
	src/cli/duration.cc \
	src/cli/fields.cc \
	src/cli/format_sh.cc \
	src/cli/format_tsv.cc \
	src/cli/probe_main.cc \
	src/cli/probe_options.cc \
	src/cli/probe_run.cc \
	src/cli/target.cc

# What a full build has of them, and what a minimal one has instead.
CLI_COMMON_FULL = src/cli/help.cc

CLI_PROVIDER_FULL = \
	src/cli/config.cc \
	src/cli/config_file.cc \
	src/cli/config_line.cc \
	src/cli/provider_phrases.cc

CLI_PROBE_FULL = \
	src/cli/cell_width.cc \
	src/cli/format.cc \
	src/cli/format_json.cc \
	src/cli/format_template.cc \
	src/cli/json.cc \
	src/cli/status_output.cc \
	src/cli/status_run.cc \
	src/cli/table.cc

CLI_COMMON_MINIMAL = src/cli/help_minimal.cc

CLI_PROVIDER_MINIMAL = \
	src/cli/config_absent.cc \
	src/cli/provider_phrases_minimal.cc

CLI_PROBE_MINIMAL = \
	src/cli/format_minimal.cc \
	src/cli/status_absent.cc

# --- Flags ---------------------------------------------------------------

FLAGS_INCLUDE = -I. -Iinclude -Isrc

FLAGS_COMPILE = \
	-fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-asynchronous-unwind-tables \
	-ffunction-sections -fdata-sections \
	-fstack-protector-strong -fPIC -fvisibility=hidden

# A struct that extends another one is given its values in one list; clang wants a list in the list.
FLAGS_WARN = -Wall -Wextra -Wconversion -Wshadow -Wno-missing-braces

# Code and constants share pages: that saves up to three of them, in the file and in memory.
FLAGS_LINK_ELF = -Wl,--gc-sections,--as-needed,-z,relro,-z,now,-z,noseparate-code

# The BSDs, whose C++ library is a part of the system; macOS, whose linker is another.
FLAGS_LINK_BSD = -pie -Wl,--gc-sections,--as-needed,-z,relro,-z,now
FLAGS_LINK_MACOS = -Wl,-dead_strip

# Unless the whole program is to be static.
FLAGS_LINK_DYNAMIC = -pie -static-libstdc++ -static-libgcc

# A static program that relocates itself, and so is loaded anywhere like the others.
FLAGS_COMPILE_STATIC = -fPIE
FLAGS_LINK_STATIC = -static
FLAGS_LINK_STATIC_PIE = -Wl,-static,-pie,--no-dynamic-linker,-z,text

# A minimal build: GCC sees the whole program at once, and what others would tell builds apart by is
# left out. The stack is guarded where there is an array of characters on it, rather than any.
FLAGS_COMPILE_MINIMAL = -flto -fstack-protector -DMPDISC_EXPECTS_TRAPS
# All addresses are known before the program starts, so calls need no stubs to find them out.
FLAGS_COMPILE_MINIMAL_DYNAMIC = -fno-plt
# Whoever takes the library of such a build need not link like that. Twice the time to compile.
FLAGS_LIBRARY_MINIMAL = -ffat-lto-objects
FLAGS_LINK_MINIMAL = -flto -flto-partition=none -ffunction-sections -Wl,--build-id=none,--no-eh-frame-hdr
# musl's start of static programs makes no page read-only, so none is set apart for that; and the
# data stand in the file where the code ends. Each would take up to 4 KiB.
FLAGS_LINK_MINIMAL_MUSL = -Wl,-z,norelro,-z,common-page-size=1024
# Programs for Windows: they start in platform/win32/main.cc, are loaded anywhere, and bring all
# but the system's own libraries with them.
FLAGS_LINK_WIN32 = -static -municode -Wl,--gc-sections,--dynamicbase,--high-entropy-va,--nxcompat

LIBRARIES_WIN32 = -lws2_32 -liphlpapi -lbcrypt -ladvapi32 -lssp

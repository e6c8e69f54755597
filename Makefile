# SPDX-License-Identifier: MIT
#
# "make help" prints the lines that begin with "##". "## GROUP:" names the group of the lines after
# it. tests/lint/help.sh checks that each target has such a line.

## Build:
## Test:
## Measure:
## Fuzz:
## Variables:
## BUILD=DIRECTORY where the results go; build/ by default, or a directory below it for the builds
##                 that follow
## STATIC=1        programs that need no library, with musl, in build/static. MUSL_GCC=COMMAND is
##                 its gcc
## MINIMAL=1       the smallest programs that do the work, in build/minimal; mpdisc.7, BUILDS, says
##                 what they lack
## CROSS_COMPILE=aarch64-linux-gnu-   for another processor: the prefix of its compiler's names.
##                 SYSROOT=DIRECTORY has its headers and libraries
## SYSTEM=NAME     for another system, if the compiler's name does not tell which
## CXX= CXXFLAGS= CPPFLAGS= LDFLAGS= AR= as usual; install also knows PREFIX= and DESTDIR=
## WIRESHARKDIR=DIRECTORY where the dissector for Wireshark goes; in DOCDIR by default
## V=1             shows the commands
## JOBS=N          how many processors the tests and the build of a demo use; all by default
## Packages:
## demo, demo-lan, examples, check, check-*, windows, fuzz, lossy, flood, amplification, bench-peers,
## pictures, deb and STATIC install the packages that they lack (apt; as root or through sudo).

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
SBINDIR    ?= $(PREFIX)/sbin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
DOCDIR     ?= $(PREFIX)/share/doc/mpdisc
DATADIR    ?= $(PREFIX)/share
PLUGINDIR  ?= $(DATADIR)/mpdisc/monitoring
# Where bash, zsh and fish look for completions.
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d
# Where the dissector goes. Wireshark reads its own directory of plugins, below its own prefix.
WIRESHARKDIR ?= $(DOCDIR)/wireshark
JOBS       ?= $(shell getconf _NPROCESSORS_ONLN)
INSTALL    ?= install

# Targets that are only parts of others. "make help" leaves them out.
parts :=

include src/sources.mk
include src/variants.mk

# Fortification needs optimisation, so one variable has both. The other flags make what GCC's -Oz
# gives smaller by a hundredth. clang, which is c++ on some systems, does not know them.
CXXFLAGS ?= -Oz -D_FORTIFY_SOURCE=2 \
	$(if $(is_clang)$(filter Darwin FreeBSD OpenBSD,$(SYSTEM)),,-fno-move-loop-invariants \
	-fno-tree-loop-im -fno-shrink-wrap -fno-partial-inlining -fno-jump-tables \
	-fno-ipa-cp -fno-caller-saves -fno-tree-dominator-opts -fno-optimize-sibling-calls \
	-fno-expensive-optimizations -fno-tree-fre -fno-if-conversion \
	$(if $(MINIMAL),,-fno-ivopts -fno-cse-follow-jumps))

# Packages. COMMAND=PACKAGE: the package is there if the command is. clang++ compiles against
# libstdc++, which comes with g++.
NEEDS_BUILD := $(if $(is_clang),g++ $(compiler)=$(subst ++,,$(notdir $(compiler))),$(compiler)=g++)
NEEDS_EXAMPLES := pkg-config=pkgconf libuv1-dev libglib2.0-dev libasio-dev
NEEDS_CHECK := $(NEEDS_BUILD) cmake libgtest-dev clang-format shellcheck mandoc bats tmux jq perl busybox reuse \
	ip=iproute2 nft=nftables strace systemd-analyze=systemd apparmor_parser=apparmor \
	abidiff=abigail-tools python3 python3-jsonschema bash-completion zsh fish \
	style=diction aspell-en cmark-gfm $(NEEDS_EXAMPLES)
NEEDS_SERVERS := curl jq prometheus prometheus-node-exporter nginx=nginx-light haproxy \
	dnsmasq=dnsmasq-base named=bind9 nsupdate=bind9-dnsutils tsig-keygen=bind9-utils knotd=knot \
	avahi-daemon avahi-browse=avahi-utils dbus-daemon etcd=etcd-server etcdctl=etcd-client
NEEDS_CHECK_ALL := $(NEEDS_CHECK) clang++=clang clang-tidy cppcheck mypy \
	go=golang-go gofmt=golang-go rustc rustfmt \
	'$(MUSL_GCC)=musl-tools' dh=debhelper lintian faketime tshark dumpcap=wireshark-common $(NEEDS_SERVERS)

platform_sources := $(PLATFORM_$(SYSTEM))
ifeq ($(platform_sources),)
  $(error mpdisc has not been ported to $(SYSTEM) yet; platform/*.h says what that takes)
endif
link_flags  = $(LINK_$(SYSTEM)) $(if $(STATIC),$(static_link)) $(whole_link) $(minimal_link)
system_libraries := $(LIBRARIES_$(SYSTEM))
link_libraries   += $(system_libraries)
exe := $(if $(filter Windows,$(SYSTEM)),.exe)

# Archives without dates, if ar can do that.
ar_flags := $(if $(filter Darwin,$(SYSTEM)),qcs,qcsD)

ifneq ($(words $(BUILD)),1)
  $(error BUILD is a directory whose name has no blanks, not '$(BUILD)')
endif

# Make prints one line for each library and program. Compilers print their warnings.
ifneq ($(V),1)
  MAKEFLAGS += --no-print-directory
  Q := @
  say = @printf '  %-4s %s\n' $(1) $(2)
endif

core_sources    := $(MPDISC_TYPES) $(MPDISC_WIRE) $(MPDISC_CORE)
library_sources := $(core_sources) $(MPDISC_RUNTIME) $(platform_sources)

# Programs that the compiler sees as a whole have objects of their own. Others link the library.
whole     := $(if $(whole_link),whole/)
objects    = $(addprefix $(BUILD)/$2,$(1:.cc=.o))
core      := $(call objects,$(core_sources))
library   := $(call objects,$(library_sources) $(MPDISC_C))
common    := $(if $(whole),$(call objects,$(library_sources),$(whole)),$(BUILD)/libmpdisc.a) \
	$(call objects,$(PROGRAM) $(CLI_COMMON) $(minimal_libc),$(whole))
provider  := $(call objects,$(CLI_PROVIDER),$(whole))
probe     := $(call objects,$(CLI_PROBE),$(whole))
libraries := $(BUILD)/libmpdisc.a $(BUILD)/libmpdisc-core.a
# Static and minimal builds have no shared library.
shared    := $(if $(STATIC)$(MINIMAL),,$(if $(LINK_SHARED_$(SYSTEM)),$(BUILD)/libmpdisc.so.$(SHARED_ABI)))
programs  := $(BUILD)/mpdisc-provider$(exe) $(BUILD)/mpdisc-probe$(exe)
headers   := $(wildcard include/mpdisc/*.h)
c_headers := $(wildcard include/mpdisc/c/*.h)
man_pages := $(wildcard man/*.[1-9])
formats   := $(wildcard contrib/formats/*)
bridges   := $(wildcard contrib/bridges/*)
schemas   := $(wildcard contrib/schema/*.schema.json)
# The programs whose command lines shells complete. Minimal programs lack what that takes.
completed := $(if $(MINIMAL),,mpdisc-probe mpdisc-provider)
version   := $(shell sed -n 's/^.define MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)

# The directory of the build is in no program. A link may compile, too, and then it needs the flag.
prefix_map := -ffile-prefix-map='$(CURDIR)'=.
compile = $(compiler_command) -std=c++20 $(sysroot_flag) $(FLAGS_INCLUDE) $(FLAGS_COMPILE) \
	$(if $(STATIC),$(FLAGS_COMPILE_STATIC)) $(FLAGS_WARN) $(prefix_map) $(CPPFLAGS) $(CXXFLAGS)
link = $(linker_command) $(sysroot_flag) $(prefix_map) $(CXXFLAGS) $(link_flags) $(LDFLAGS)

## Build:
## make            the libraries and both programs, into build/
all: $(libraries) $(shared) $(programs)
programs: $(programs)
parts += programs

made_by := Makefile src/sources.mk src/variants.mk

$(BUILD)/%.o: %.cc $(made_by) | $(if $(uses_musl_gcc),musl)
	$(Q)mkdir -p $(@D)
	$(Q)$(compile) -MMD -MP -c -o $@ $<

$(BUILD)/whole/%.o: %.cc $(made_by) | $(if $(uses_musl_gcc),musl)
	$(Q)mkdir -p $(@D)
	$(Q)$(compile) $(FLAGS_COMPILE_WHOLE) -MMD -MP -c -o $@ $<

$(BUILD)/libmpdisc.a: $(library)
$(BUILD)/libmpdisc-core.a: $(core)
$(libraries):
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) $(ar_flags) $@ $^

$(shared): $(library) $(SHARED_EXPORTS)
	$(call say,LINK,$@)
	$(Q)$(linker_command) $(sysroot_flag) -shared $(CXXFLAGS) $(LINK_SHARED_$(SYSTEM)) \
		-Wl,-soname,$(@F),--version-script,$(SHARED_EXPORTS) $(LDFLAGS) -o $@ \
		$(filter %.o,$^) $(link_libraries)
	$(Q)ln -sf $(@F) $(BUILD)/libmpdisc.so

$(BUILD)/mpdisc-provider$(exe): $(provider)
$(BUILD)/mpdisc-probe$(exe): $(probe)
$(programs): $(common)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(link_libraries)

musl:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) '$(MUSL_GCC)=musl-tools'
parts += musl

## Build:
## help            prints this
help:
	@awk '/^## [A-Z][a-z]*:$$/ { group = $$2; if (!is_known[group]++) order[++groups] = group; next } \
		/^## / { text[group] = text[group] " " substr($$0, 3) "\n" } \
		END { for (i = 1; i <= groups; i++) print order[i] "\n" text[order[i]] }' \
		$(filter Makefile %.mk,$(MAKEFILE_LIST))

# $(call quietly,WHAT): the prefix of a command whose output is shown only if it fails; it prints WHAT.
quietly = $(if $(filter 1,$(V)),,tests/demo/quietly.sh $(if $(1),-w '$(1)'))
building = $(call quietly,building mpdisc (about a minute))

## Test:
## demo            shows what mpdisc does on one computer, in half a minute. On a terminal it pauses
##                 for people to read; MPDISC_DEMO_PACE=SECONDS each time, 0: never
## demo-lan        shows what it does on a network of three hosts, one of them slow (root, or user
##                 namespaces)
demo:
	$(Q)$(quietly) tests/support/install-needs.sh $(NEEDS_BUILD)
	$(Q)$(building) $(MAKE) -j $(JOBS) all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/demo/demo.sh

demo-lan:
	$(Q)$(quietly) tests/support/install-needs.sh $(NEEDS_BUILD) ip=iproute2
	$(Q)$(building) $(MAKE) -j $(JOBS) all $(BUILD)/frame-forwarder
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/demo/lan.sh

## Build:
## examples        the examples in C and C++, in build/contrib/examples
examples: all
	$(Q)tests/support/install-needs.sh $(NEEDS_EXAMPLES)
	$(Q)mkdir -p $(BUILD)/contrib
	$(Q)cd $(BUILD)/contrib && '$(CURDIR)/tests/support/build-example.sh' .. \
		c-poll c-libuv c-glib cpp-epoll cpp-asio

# Tests of programs mostly sleep. Fewer tests that compute run at once (tests/CMakeLists.txt).
tests_at_once = $(shell expr 3 '*' $(JOBS))
# $(call run_tests,WHICH): runs these of the tests that were built.
run_tests = ctest --test-dir $(BUILD)/check --resource-spec-file processors.json \
	-j $(tests_at_once) $(1) $(if $(T),-R '$(T)') \
	--no-tests=error --output-on-failure --no-label-summary

tests:
	$(Q)cmake -S . -B $(BUILD)/check -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_CXX_COMPILER='$(CXX)' -DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' \
		-DMPDISC_BUDGETED_FLAGS=$(if $(is_clang)$(filter-out file,$(origin CXXFLAGS)),OFF,ON) \
		-DCMAKE_EXE_LINKER_FLAGS='$(LDFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check -j $(JOBS)
parts += tests

## Test:
## check           builds and runs all tests of what mpdisc does. T=PATTERN runs the tests whose
##                 names match, as in "make check T=wire" or "make check T='^(unit|sim)/'"
check:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK)
	$(Q)$(MAKE) tests
	$(Q)$(call run_tests,-LE '^code$$')

## check-all       runs what check leaves out: slow tests of the code, of its builds, and for other
##                 systems. T=PATTERN runs the tests for this system whose names match
check-all:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK_ALL)
	$(Q)$(MAKE) tests
	$(Q)$(call run_tests,-L '^code$$')
ifeq ($(T),)
	$(Q)$(MAKE) check-cross CROSS=s390x-linux-gnu
	$(Q)$(MAKE) check-windows
endif

# The prefix of MinGW-w64's tools, and the package that has them.
MINGW         ?= x86_64-w64-mingw32
NEEDS_WINDOWS := $(MINGW)-g++-posix=g++-mingw-w64-x86-64-posix

## Build:
## windows         the library and both programs for Windows, by MinGW-w64, into build/windows/
windows:
	$(Q)tests/support/install-needs.sh $(NEEDS_WINDOWS)
	$(Q)$(MAKE) all SYSTEM=Windows BUILD='$(BUILD)/windows' CXX=$(MINGW)-g++-posix \
		AR=$(MINGW)-ar

## Test:
## check-windows   runs the tests for Windows under Wine, in a few minutes
check-windows:
	$(Q)tests/support/install-needs.sh $(NEEDS_WINDOWS) cmake libgtest-dev wine wine64
	$(Q)cmake -S . -B $(BUILD)/check-windows -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_TOOLCHAIN_FILE='$(CURDIR)/contrib/cmake/mingw-w64.cmake' \
		-DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check-windows -j $(JOBS)
	$(Q)tests/windows/with-wine.sh ctest --test-dir $(BUILD)/check-windows -j $(JOBS) \
		--output-on-failure --no-label-summary

include tests/cross.mk
include tests/measure.mk
include tests/fuzz.mk
include tests/macos.mk

## Test:
## lint            runs the lint scripts, without CMake
lint: all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/run_all.sh

## Build:
## variants        static, minimal and static minimal programs, each kind in its directory
variants:
	$(Q)$(MAKE) STATIC=1 MINIMAL= BUILD='$(BUILD)/static' programs
	$(Q)$(MAKE) STATIC= MINIMAL=1 BUILD='$(BUILD)/minimal' programs
	$(Q)$(MAKE) STATIC=1 MINIMAL=1 BUILD='$(BUILD)/static-minimal' programs

## size            makes the programs of all builds, and shows how large each is, and may be
size:
	$(Q)$(MAKE) STATIC= MINIMAL= programs variants BUILD='$(BUILD)'
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/size.sh

## completions     writes contrib/completions again, after a change of the options or their texts
completions:
	$(Q)contrib/completions/generate.sh

## pictures        draws contrib/pictures again, after a change of the sources or numbers there
pictures:
	$(Q)tests/support/install-needs.sh neato=graphviz gnuplot=gnuplot-nox python3
	$(Q)contrib/pictures/draw.py

# Other builds find the library by these files.
finders := $(addprefix $(BUILD)/,mpdisc.pc mpdisc-c.pc cmake/mpdisc-config.cmake cmake/mpdisc-config-version.cmake)

$(finders): $(BUILD)/%: contrib/%.in include/mpdisc/version.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(version)|' \
		-e 's|@LIBRARIES@|$(system_libraries)|' -e 's|@SHARED_ABI@|$(SHARED_ABI)|' $< >$@
parts += $(finders)

## Build:
## install         the programs, the library and the pages; below PREFIX, /usr/local unless set.
##                 PLUGINDIR=DIRECTORY has the plug-ins of Nagios or Icinga
## install-strip   the same, and the programs without their symbols
## uninstall       removes them again
install: all $(finders)
	$(Q)$(INSTALL) -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(SBINDIR)" \
		"$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc" \
		"$(DESTDIR)$(INCLUDEDIR)/mpdisc/c" "$(DESTDIR)$(DOCDIR)/examples" \
		"$(DESTDIR)$(DATADIR)/mpdisc/formats" "$(DESTDIR)$(DATADIR)/mpdisc/bridges" \
		"$(DESTDIR)$(DATADIR)/mpdisc/schema" "$(DESTDIR)$(DATADIR)/mpdisc/monitoring" \
		"$(DESTDIR)$(PLUGINDIR)" "$(DESTDIR)$(WIRESHARKDIR)" \
		$(if $(completed),"$(DESTDIR)$(BASHCOMPDIR)" "$(DESTDIR)$(ZSHCOMPDIR)" \
		"$(DESTDIR)$(FISHCOMPDIR)")
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-provider$(exe) "$(DESTDIR)$(SBINDIR)"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-probe$(exe) "$(DESTDIR)$(BINDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/libmpdisc.a "$(DESTDIR)$(LIBDIR)"
ifneq ($(shared),)
	$(Q)$(INSTALL) -m 644 $(shared) "$(DESTDIR)$(LIBDIR)"
	$(Q)ln -sf $(notdir $(shared)) "$(DESTDIR)$(LIBDIR)/libmpdisc.so"
endif
	$(Q)$(INSTALL) -m 644 $(filter %.pc,$(finders)) "$(DESTDIR)$(LIBDIR)/pkgconfig"
	$(Q)$(INSTALL) -m 644 $(filter %.cmake,$(finders)) "$(DESTDIR)$(LIBDIR)/cmake/mpdisc"
	$(Q)$(INSTALL) -m 644 $(headers) "$(DESTDIR)$(INCLUDEDIR)/mpdisc"
	$(Q)$(INSTALL) -m 644 $(c_headers) "$(DESTDIR)$(INCLUDEDIR)/mpdisc/c"
	$(Q)$(INSTALL) -m 644 contrib/provider.conf.example \
		"$(DESTDIR)$(DOCDIR)/examples/provider.conf"
	$(Q)$(INSTALL) -m 644 $(formats) "$(DESTDIR)$(DATADIR)/mpdisc/formats"
	$(Q)$(INSTALL) -m 755 $(bridges) "$(DESTDIR)$(DATADIR)/mpdisc/bridges"
	$(Q)$(INSTALL) -m 644 $(schemas) "$(DESTDIR)$(DATADIR)/mpdisc/schema"
	$(Q)$(INSTALL) -m 644 contrib/monitoring/icinga2.conf contrib/monitoring/nagios.cfg \
		"$(DESTDIR)$(DATADIR)/mpdisc/monitoring"
	$(Q)$(INSTALL) -m 755 contrib/monitoring/check_mpdisc "$(DESTDIR)$(PLUGINDIR)"
	$(Q)$(INSTALL) -m 644 contrib/wireshark/mpdisc.lua "$(DESTDIR)$(WIRESHARKDIR)"
	$(Q)for page in $(man_pages); do \
		section="$(DESTDIR)$(MANDIR)/man$${page##*.}"; \
		$(INSTALL) -d "$$section" && $(INSTALL) -m 644 $$page "$$section" || exit 1; \
	done
	$(Q)for program in $(completed); do \
		$(INSTALL) -m 644 contrib/completions/$$program.bash "$(DESTDIR)$(BASHCOMPDIR)/$$program" && \
		$(INSTALL) -m 644 contrib/completions/_$$program "$(DESTDIR)$(ZSHCOMPDIR)" && \
		$(INSTALL) -m 644 contrib/completions/$$program.fish "$(DESTDIR)$(FISHCOMPDIR)" || exit 1; \
	done

install-strip: install
	$(Q)$(STRIP) "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" \
		"$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)"

uninstall:
	$(Q)rm -f "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" "$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)" \
		"$(DESTDIR)$(LIBDIR)/libmpdisc.a" "$(DESTDIR)$(LIBDIR)/libmpdisc.so" \
		"$(DESTDIR)$(LIBDIR)/libmpdisc.so.$(SHARED_ABI)" \
		"$(DESTDIR)$(LIBDIR)/pkgconfig/mpdisc.pc" "$(DESTDIR)$(LIBDIR)/pkgconfig/mpdisc-c.pc"
	$(Q)for page in $(man_pages); do \
		rm -f "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}"; \
	done
	$(Q)for program in $(completed); do \
		rm -f "$(DESTDIR)$(BASHCOMPDIR)/$$program" "$(DESTDIR)$(ZSHCOMPDIR)/_$$program" \
			"$(DESTDIR)$(FISHCOMPDIR)/$$program.fish"; \
	done
	$(Q)rm -f "$(DESTDIR)$(DOCDIR)/examples/provider.conf" "$(DESTDIR)$(PLUGINDIR)/check_mpdisc" \
		"$(DESTDIR)$(WIRESHARKDIR)/mpdisc.lua"
	$(Q)rm -rf "$(DESTDIR)$(INCLUDEDIR)/mpdisc" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc" \
		"$(DESTDIR)$(DATADIR)/mpdisc"

## deb             the Debian packages, into build/deb
deb:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) dh=debhelper
	$(Q)contrib/debian/build.sh $(BUILD)/deb
	$(Q)ls $(BUILD)/deb/*.deb

## Test:
## abi-baseline    writes the description with which the tests compare the shared library's interface
abi-baseline:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) abidw=abigail-tools
	$(Q)tests/abi/describe.sh tests/abi/libmpdisc.so.$(SHARED_ABI).abi

## Build:
## clean           removes what was built
clean:
	$(Q)rm -rf $(BUILD)

.PHONY: $(parts) abi-baseline all completions pictures help demo demo-lan examples check check-all windows check-windows lint \
	variants size install install-strip uninstall deb clean

-include $(patsubst %.o,%.d,$(filter %.o,$(sort $(library) $(common) $(provider) $(probe) $(measure_objects))))

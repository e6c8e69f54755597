# SPDX-License-Identifier: MIT
#
#   make            the library and both programs, into build/
#   make demo       shows what mpdisc does, on this machine alone
#   make check      builds and runs every test
#   make check-cross   builds for other processors and tests that under QEMU, in a quarter of an hour;
#                   CROSS="aarch64-linux-gnu ..." for some of them
#   make sim        a thousand simulated runs; RUNS=N, or SEED=N for one of them with its trace;
#                   PROFILE=NAME for one kind of them. SEARCH=all or one's name: a hundred searches,
#                   what they find and how fast; LOSS=PERMILLE, DISTURBED=1
#   make bench      measures speed, memory, and how soon others take over, beside floors and peers
#                   (root, or user namespaces); BENCH_FORMAT=tsv for machines, BENCH_SPEED and
#                   BENCH_FAILOVER choose: see tests/bench/speed/speed.cc and failover/failover.cc;
#                   BENCH_OF=build/static for the programs there
#   make bench-peers   installs what mpdisc is compared with, and does the same
#   make fuzz       runs the fuzz targets with libFuzzer under ASan and UBSan, each for a minute or
#                   FUZZ_SECONDS; FUZZ="NAME..." for some of them. New inputs go to build/fuzz/corpus
#   make fuzz-afl   the same with AFL++
#   make fuzz-coverage   what of the sources the inputs cover, by file
#   make fuzz-corpus     keeps of the new inputs what gets further than tests/fuzz/corpus does
#   make lossy      a hundred searches, or RUNS=N, in each of several bad networks (root, or user
#                   namespaces); LOSSY_STRANGERS=1: hosts that do not know each other's link
#   make flood      floods a host for a minute each with datagrams of all kinds, while others search
#                   (root, or user namespaces); FLOOD_SECONDS=N
#   make amplification   how much a request makes a host send, to whom (root, or user namespaces)
#   make windows    the library and both programs for Windows, by MinGW-w64, into build/windows/
#   make check-windows   tests them under Wine, in a few minutes
#   make check-macos   compiles and links the programs for macOS, with zig (353 MB from npm)
#   make size       makes all builds there are, and shows how large each program is, and may be
#   make deb        the Debian packages, into build/deb
#   make lint install install-strip uninstall clean
#
# Other builds, each in a directory of its own below build/ unless BUILD says where:
#
#   STATIC=1        programs that need no library at all, with musl. MUSL_GCC=COMMAND: how its gcc is
#                   called
#   CROSS_COMPILE=aarch64-linux-gnu-   for another processor, by compilers whose names begin like
#                   that; SYSROOT=DIRECTORY: where its headers and libraries are
#   MINIMAL=1       the smallest programs that do the work; mpdisc.7, BUILDS, says what they lack
#
# demo, check, check-*, windows, fuzz, lossy, flood, amplification, bench-peers, deb and STATIC install
# what they need and lack (apt; as root or through sudo). V=1 shows the commands. CXX, CXXFLAGS,
# CPPFLAGS, LDFLAGS and AR are yours to set. Elsewhere than on Linux make is GNU make, too.

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
SBINDIR    ?= $(PREFIX)/sbin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
DOCDIR     ?= $(PREFIX)/share/doc/mpdisc
JOBS       ?= $(shell getconf _NPROCESSORS_ONLN)
INSTALL    ?= install

include src/sources.mk
include src/variants.mk

# Fortification needs optimisation, so whoever chooses the one chooses the other. What follows makes
# a hundredth less of what GCC's -Oz does; clang, which is c++ on some systems, knows none of it.
CXXFLAGS ?= -Oz -D_FORTIFY_SOURCE=2 \
	$(if $(is_clang)$(filter Darwin FreeBSD OpenBSD,$(SYSTEM)),,-fno-move-loop-invariants \
	-fno-tree-loop-im -fno-shrink-wrap -fno-partial-inlining -fno-jump-tables)

# Packages; COMMAND=PACKAGE where the command tells whether it is there.
# clang++ compiles against libstdc++, which comes with g++.
NEEDS_BUILD := $(if $(is_clang),g++ $(compiler)=$(subst ++,,$(notdir $(compiler))),$(compiler)=g++)
NEEDS_CHECK := $(NEEDS_BUILD) clang++=clang clang-format cmake libgtest-dev pkg-config=pkgconf \
	shellcheck clang-tidy cppcheck mandoc bats jq perl ip=iproute2 nft=nftables strace \
	systemd-analyze=systemd '$(MUSL_GCC)=musl-tools' dh=debhelper lintian

platform_sources := $(PLATFORM_$(SYSTEM))
ifeq ($(platform_sources),)
  $(error mpdisc has not been ported to $(SYSTEM) yet; platform/*.h says what that takes)
endif
link_flags  = $(LINK_$(SYSTEM)) $(if $(STATIC),$(static_link)) $(minimal_link)
system_libraries := $(LIBRARIES_$(SYSTEM))
link_libraries   += $(system_libraries)
exe := $(if $(filter Windows,$(SYSTEM)),.exe)

# Archives without dates, where ar can be told.
ar_flags := $(if $(filter Darwin,$(SYSTEM)),qcs,qcsD)

ifneq ($(words $(BUILD)),1)
  $(error BUILD is a directory whose name has no blanks, not '$(BUILD)')
endif

ifneq ($(V),1)
  Q := @
  say = @printf '  %-4s %s\n' $(1) $(2)
endif

objects   = $(addprefix $(BUILD)/,$(1:.cc=.o))
core      := $(call objects,$(MPDISC_TYPES) $(MPDISC_WIRE) $(MPDISC_CORE))
library   := $(core) $(call objects,$(MPDISC_RUNTIME) $(platform_sources))
provider  := $(call objects,$(PROGRAM) $(CLI_COMMON) $(CLI_PROVIDER))
probe     := $(call objects,$(PROGRAM) $(CLI_COMMON) $(CLI_PROBE))
libraries := $(BUILD)/libmpdisc.a $(BUILD)/libmpdisc-core.a
programs  := $(BUILD)/mpdisc-provider$(exe) $(BUILD)/mpdisc-probe$(exe)
headers   := $(wildcard include/mpdisc/*.h)
man_pages := $(wildcard man/*.[1-9])
version   := $(shell sed -n 's/^.define MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)

compile = $(compiler_command) -std=c++20 $(sysroot_flag) $(FLAGS_INCLUDE) $(FLAGS_COMPILE) \
	$(if $(STATIC),$(FLAGS_COMPILE_STATIC)) $(FLAGS_WARN) -ffile-prefix-map='$(CURDIR)'=. \
	$(CPPFLAGS) $(CXXFLAGS)
link = $(linker_command) $(sysroot_flag) $(CXXFLAGS) $(link_flags) $(LDFLAGS)

all: $(libraries) $(programs)

$(BUILD)/%.o: %.cc Makefile src/sources.mk src/variants.mk | $(if $(uses_musl_gcc),musl)
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(compile) -MMD -MP -c -o $@ $<

$(BUILD)/libmpdisc.a: $(library)
$(BUILD)/libmpdisc-core.a: $(core)
$(libraries):
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) $(ar_flags) $@ $^

$(BUILD)/mpdisc-provider$(exe): $(provider)
$(BUILD)/mpdisc-probe$(exe): $(probe)
$(programs): $(BUILD)/libmpdisc.a
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $(filter %.o,$^) $(BUILD)/libmpdisc.a $(link_libraries)

musl:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) '$(MUSL_GCC)=musl-tools'
.PHONY: musl

demo:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD)
	$(Q)$(MAKE) all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/demo/demo.sh

check:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK)
	$(Q)cmake -S . -B $(BUILD)/check -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_CXX_COMPILER='$(CXX)' -DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' \
		-DMPDISC_BUDGETED_FLAGS=$(if $(is_clang)$(filter-out file,$(origin CXXFLAGS)),OFF,ON) \
		-DCMAKE_EXE_LINKER_FLAGS='$(LDFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check -j $(JOBS)
	$(Q)ctest --test-dir $(BUILD)/check -j $(JOBS) --output-on-failure --no-label-summary

# What MinGW-w64 calls its tools, and what brings them.
MINGW         ?= x86_64-w64-mingw32
NEEDS_WINDOWS := $(MINGW)-g++-posix=g++-mingw-w64-x86-64-posix

windows:
	$(Q)tests/support/install-needs.sh $(NEEDS_WINDOWS)
	$(Q)$(MAKE) all SYSTEM=Windows BUILD='$(BUILD)/windows' CXX=$(MINGW)-g++-posix \
		AR=$(MINGW)-ar

# Twice: on a busy machine, Wine sometimes loses a process that it starts.
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

lint: all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/run_all.sh

# What else can be made of it, each in a directory of its own.
variants:
	$(Q)$(MAKE) STATIC=1 MINIMAL= BUILD='$(BUILD)/static' all
	$(Q)$(MAKE) STATIC= MINIMAL=1 BUILD='$(BUILD)/minimal' all
	$(Q)$(MAKE) STATIC=1 MINIMAL=1 BUILD='$(BUILD)/static-minimal' all

size:
	$(Q)$(MAKE) STATIC= MINIMAL= all variants BUILD='$(BUILD)'
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/size.sh

# How others find the library.
finders := $(addprefix $(BUILD)/,mpdisc.pc cmake/mpdisc-config.cmake cmake/mpdisc-config-version.cmake)

$(finders): $(BUILD)/%: contrib/%.in include/mpdisc/version.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(version)|' \
		-e 's|@LIBRARIES@|$(system_libraries)|' $< >$@
.PHONY: $(finders)

install: all $(finders)
	$(Q)$(INSTALL) -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(SBINDIR)" \
		"$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc" \
		"$(DESTDIR)$(INCLUDEDIR)/mpdisc" "$(DESTDIR)$(DOCDIR)/examples"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-provider$(exe) "$(DESTDIR)$(SBINDIR)"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-probe$(exe) "$(DESTDIR)$(BINDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/libmpdisc.a "$(DESTDIR)$(LIBDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/mpdisc.pc "$(DESTDIR)$(LIBDIR)/pkgconfig"
	$(Q)$(INSTALL) -m 644 $(filter %.cmake,$(finders)) "$(DESTDIR)$(LIBDIR)/cmake/mpdisc"
	$(Q)$(INSTALL) -m 644 $(headers) "$(DESTDIR)$(INCLUDEDIR)/mpdisc"
	$(Q)$(INSTALL) -m 644 contrib/provider.conf.example \
		"$(DESTDIR)$(DOCDIR)/examples/provider.conf"
	$(Q)for page in $(man_pages); do \
		section="$(DESTDIR)$(MANDIR)/man$${page##*.}"; \
		$(INSTALL) -d "$$section" && $(INSTALL) -m 644 $$page "$$section" || exit 1; \
	done

install-strip: install
	$(Q)$(STRIP) "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" \
		"$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)"

uninstall:
	$(Q)rm -f "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" "$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)" \
		"$(DESTDIR)$(LIBDIR)/libmpdisc.a" "$(DESTDIR)$(LIBDIR)/pkgconfig/mpdisc.pc"
	$(Q)for page in $(man_pages); do \
		rm -f "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}"; \
	done
	$(Q)rm -f "$(DESTDIR)$(DOCDIR)/examples/provider.conf"
	$(Q)rm -rf "$(DESTDIR)$(INCLUDEDIR)/mpdisc" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc"

deb:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) dh=debhelper
	$(Q)contrib/debian/build.sh $(BUILD)/deb
	$(Q)ls $(BUILD)/deb/*.deb

clean:
	$(Q)rm -rf $(BUILD)

.PHONY: all demo check windows check-windows lint variants size install install-strip uninstall deb clean

-include $(patsubst %.o,%.d,$(sort $(library) $(provider) $(probe) $(measure_objects)))

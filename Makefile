# SPDX-License-Identifier: MIT
#
#   make            the library and both programs, into build/
#   make demo       shows what mpdisc does, on this machine alone
#   make check      builds and runs every test
#   make sim        a thousand simulated runs; RUNS=N, or SEED=N for one of them with its trace;
#                   SEARCH=all or one's name: how fast clients find everything; LOSS=PERMILLE
#   make bench      measures speed, memory, and how soon others take over, beside floors and peers
#                   (root, or user namespaces); BENCH_FORMAT=tsv for machines, BENCH_SPEED and
#                   BENCH_FAILOVER choose: see tests/bench/speed/speed.cc and failover/failover.cc
#   make bench-peers   installs what mpdisc is compared with, and does the same
#   make lossy      a hundred searches in each of several bad networks, RUNS=N for as many; likewise
#   make lint size install uninstall clean
#
# demo, check and bench-peers install what they need and lack (apt; as root or through sudo).
# V=1 shows the commands. CXX, CXXFLAGS, CPPFLAGS, LDFLAGS and AR are yours to set.

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
SBINDIR    ?= $(PREFIX)/sbin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
BUILD      ?= build
JOBS       ?= $(shell getconf _NPROCESSORS_ONLN)
INSTALL    ?= install
STRIP      ?= strip

# Fortification needs optimisation, so whoever chooses the one chooses the other.
CXXFLAGS ?= -Oz -D_FORTIFY_SOURCE=2

# Packages; COMMAND=PACKAGE where the command tells whether it is there.
# clang++ compiles against libstdc++, which comes with g++.
compiler    := $(firstword $(CXX))
NEEDS_BUILD := $(if $(filter clang++%,$(notdir $(compiler))),g++ $(compiler)=$(subst ++,,$(notdir $(compiler))),$(compiler)=g++)
NEEDS_CHECK := $(NEEDS_BUILD) clang++=clang clang-format cmake libgtest-dev pkg-config=pkgconf \
	shellcheck mandoc bats jq ip=iproute2 nft=nftables

include src/sources.mk

ifeq ($(shell uname -s),Linux)
  platform_sources := $(MPDISC_PLATFORM_POSIX) $(MPDISC_PLATFORM_LINUX)
  static     := $(filter -static -static-pie,$(LDFLAGS))
  link_flags := $(FLAGS_LINK_ELF) $(if $(static),,$(FLAGS_LINK_DYNAMIC))
else
  $(error mpdisc has not been ported to $(shell uname -s) yet; platform/*.h says what that takes)
endif

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
provider  := $(call objects,$(CLI_COMMON) $(CLI_PROVIDER))
probe     := $(call objects,$(CLI_COMMON) $(CLI_PROBE))
libraries := $(BUILD)/libmpdisc.a $(BUILD)/libmpdisc-core.a
programs  := $(BUILD)/mpdisc-provider $(BUILD)/mpdisc-probe
headers   := $(wildcard include/mpdisc/*.h)
man_pages := $(wildcard man/*.[1-9])
version   := $(shell sed -n 's/^.define MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)

compile = $(CXX) -std=c++20 $(FLAGS_INCLUDE) $(FLAGS_COMPILE) $(FLAGS_WARN) \
	-ffile-prefix-map='$(CURDIR)'=. $(CPPFLAGS) $(CXXFLAGS)
link = $(CXX) $(CXXFLAGS) $(link_flags) $(LDFLAGS)

all: $(libraries) $(programs)

$(BUILD)/%.o: %.cc Makefile src/sources.mk
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(compile) -MMD -MP -c -o $@ $<

$(BUILD)/libmpdisc.a: $(library)
$(BUILD)/libmpdisc-core.a: $(core)
$(libraries):
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) qcsD $@ $^

$(BUILD)/mpdisc-provider: $(provider)
$(BUILD)/mpdisc-probe: $(probe)
$(programs): $(BUILD)/libmpdisc.a
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $(filter %.o,$^) $(BUILD)/libmpdisc.a

demo:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD)
	$(Q)$(MAKE) all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/demo/demo.sh

check:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK)
	$(Q)cmake -S . -B $(BUILD)/check -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_CXX_COMPILER='$(CXX)' -DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' \
		-DCMAKE_EXE_LINKER_FLAGS='$(LDFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check -j $(JOBS)
	$(Q)ctest --test-dir $(BUILD)/check -j $(JOBS) --output-on-failure --no-label-summary

# The measurements. Each directory of tests/bench that is no program's serves the others.
BENCH_FORMAT   ?= table
BENCH_SPEED    ?=
BENCH_FAILOVER ?=
NEEDS_BENCH    := $(NEEDS_BUILD) ip=iproute2 libbenchmark-dev musl-gcc=musl-tools gnuplot=gnuplot-nox \
	avahi-daemon avahi-browse=avahi-utils dbus-daemon=dbus-daemon minissdpd

bench_support  := $(call objects,$(wildcard tests/bench/support/*.cc))
bench_failover := $(call objects,$(wildcard tests/bench/failover/*.cc))
bench_speed    := $(call objects,$(wildcard tests/bench/speed/*.cc tests/bench/peers/*.cc))
bench_codec    := $(call objects,$(wildcard tests/bench/codec/*.cc))
bench          := $(addprefix $(BUILD)/bench/,failover speed)
ifneq ($(filter bench bench-programs,$(MAKECMDGOALS)),)
  # Google Benchmark need not be there; and what an empty static program takes, musl tells best.
  ifneq ($(shell printf '\043include <benchmark/benchmark.h>\n' | $(CXX) -E -x c++ - >/dev/null 2>&1 && echo yes),)
    bench += $(BUILD)/bench/codec
  endif
  bench += $(BUILD)/bench/nothing-dynamic \
	$(BUILD)/bench/nothing-$(if $(shell command -v musl-gcc),musl,glibc)
endif

$(BUILD)/bench/failover: $(bench_failover)
$(BUILD)/bench/speed: $(bench_speed)
$(BUILD)/bench/codec: $(bench_codec)
$(BUILD)/bench/codec: bench_libraries := -lbenchmark -lpthread
$(addprefix $(BUILD)/bench/,failover speed codec): $(bench_support) $(BUILD)/libmpdisc.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(link) -o $@ $(filter %.o,$^) $(BUILD)/libmpdisc.a $(bench_libraries)

$(BUILD)/bench/nothing-musl:    nothing_link := musl-gcc -static
$(BUILD)/bench/nothing-glibc:   nothing_link := $(CC) -static
$(BUILD)/bench/nothing-dynamic: nothing_link := $(CC) $(filter -pie -Wl%,$(link_flags))
$(addprefix $(BUILD)/bench/nothing-,musl glibc dynamic): tests/bench/support/nothing.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(nothing_link) -O2 -o $@ $<

bench-programs: all $(bench)

bench: bench-programs
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" BENCH_SPEED='$(BENCH_SPEED)' \
		BENCH_FAILOVER='$(BENCH_FAILOVER)' tests/bench/run.sh $(BENCH_FORMAT)

bench-peers:
	$(Q)tests/support/install-needs.sh $(NEEDS_BENCH)
	$(Q)$(MAKE) bench

forwarder := $(call objects,tests/support/frame_forwarder.cc)
$(BUILD)/frame-forwarder: $(forwarder)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $^

lossy:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) bats ip=iproute2 nft=nftables
	$(Q)$(MAKE) all $(BUILD)/frame-forwarder
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/system/lossy.sh \
		$(if $(filter file,$(origin RUNS)),100,$(RUNS)) $(BUILD)/lossy.log

# The simulator: the state machines of src/core, on hosts that are not there.
SEARCH    ?=
RUNS      ?= $(if $(SEARCH),100,1000)
PROFILE   ?=
LOSS      ?=
DISTURBED ?=
sim_flags   := -O1 -g
sim_objects := $(addprefix $(BUILD)/sim/,$(patsubst %.cc,%.o,$(MPDISC_TYPES) $(MPDISC_WIRE) \
	$(MPDISC_CORE) $(wildcard tests/sim/*.cc)))

$(BUILD)/sim/%.o: %.cc Makefile src/sources.mk
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++20 $(FLAGS_INCLUDE) $(FLAGS_WARN) $(sim_flags) -MMD -MP -c -o $@ $<

$(BUILD)/sim/sim: $(sim_objects)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sim_flags) -o $@ $^

sim: $(BUILD)/sim/sim
	$(Q)$< $(if $(PROFILE),--profile $(PROFILE)) $(if $(SEARCH),--search $(SEARCH)) \
		$(if $(LOSS),--loss $(LOSS)) $(if $(DISTURBED),--disturbed) \
		$(if $(SEED),--seed $(SEED) --trace,--runs $(RUNS))

# Whether the simulator finds defects that are planted.
sim-planted:
	$(Q)tests/sim/planted.sh

lint: all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/run_all.sh

size: all
	$(Q)for p in $(programs); do $(STRIP) -o $$p.stripped $$p || exit 1; done
	$(Q)size $(programs:=.stripped)
	$(Q)wc -c $(programs:=.stripped)

$(BUILD)/mpdisc.pc: contrib/mpdisc.pc.in include/mpdisc/version.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(version)|' $< >$@
.PHONY: $(BUILD)/mpdisc.pc

install: all $(BUILD)/mpdisc.pc
	$(Q)$(INSTALL) -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(SBINDIR)" \
		"$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(INCLUDEDIR)/mpdisc"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-provider "$(DESTDIR)$(SBINDIR)"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-probe "$(DESTDIR)$(BINDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/libmpdisc.a "$(DESTDIR)$(LIBDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/mpdisc.pc "$(DESTDIR)$(LIBDIR)/pkgconfig"
	$(Q)$(INSTALL) -m 644 $(headers) "$(DESTDIR)$(INCLUDEDIR)/mpdisc"
	$(Q)for page in $(man_pages); do \
		$(INSTALL) -D -m 644 $$page "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}" || exit 1; \
	done

uninstall:
	$(Q)rm -f "$(DESTDIR)$(SBINDIR)/mpdisc-provider" "$(DESTDIR)$(BINDIR)/mpdisc-probe" \
		"$(DESTDIR)$(LIBDIR)/libmpdisc.a" "$(DESTDIR)$(LIBDIR)/pkgconfig/mpdisc.pc"
	$(Q)for page in $(man_pages); do \
		rm -f "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}"; \
	done
	$(Q)rm -rf "$(DESTDIR)$(INCLUDEDIR)/mpdisc"

clean:
	$(Q)rm -rf $(BUILD)

.PHONY: all demo check bench bench-peers bench-programs lossy sim sim-planted lint size install \
	uninstall clean

-include $(patsubst %.o,%.d,$(sort $(library) $(provider) $(probe) $(bench_support) $(bench_failover) \
	$(bench_speed) $(bench_codec) $(forwarder) $(sim_objects)))

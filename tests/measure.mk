# SPDX-License-Identifier: MIT
#
# Measurements and simulations, beside the tests. A part of the Makefile.

## Measure:
## sim             simulates a thousand runs, or RUNS=N. PROFILE=NAME chooses one kind, SEED=N one
##                 run, with its trace. SEARCH=NAME, or SEARCH=all, simulates a hundred searches
##                 and shows what they find and how fast; LOSS=PERMILLE, DISTURBED=1
## sim-planted     checks that the simulator finds planted defects
## bench           measures speed, memory and the time of a takeover, beside floors and peers (root,
##                 or user namespaces). BENCH_FORMAT=tsv is for machines. BENCH_SPEED and
##                 BENCH_FAILOVER choose: see tests/bench/speed/speed.cc and failover/failover.cc;
##                 BENCH_WATCH: see watch/watch.cc.
##                 BENCH_OF=build/static measures the programs there
## bench-programs  builds the programs that bench runs
## bench-peers     installs the peers of mpdisc, and does the same as bench
## lossy           searches a hundred times, or RUNS=N, in each of several bad networks (root, or
##                 user namespaces). LOSSY_STRANGERS=1: the hosts do not know each other's link
##                 addresses
## flood           floods a host for a minute each with datagrams of all kinds, while others search
##                 (root, or user namespaces); FLOOD_SECONDS=N
## amplification   shows how much a request makes a host send, and to which address (root, or user
##                 namespaces)

# The measurements. Directories of tests/bench without a program of their own serve the others.
BENCH_OF       ?= $(BUILD)
BENCH_FORMAT   ?= table
BENCH_SPEED    ?=
BENCH_FAILOVER ?=
BENCH_WATCH    ?=
NEEDS_BENCH    := $(NEEDS_BUILD) ip=iproute2 libbenchmark-dev musl-gcc=musl-tools gnuplot=gnuplot-nox \
	avahi-daemon avahi-browse=avahi-utils dbus-daemon=dbus-daemon minissdpd

bench_support  := $(call objects,$(wildcard tests/bench/support/*.cc))
bench_failover := $(call objects,$(wildcard tests/bench/failover/*.cc))
bench_speed    := $(call objects,$(wildcard tests/bench/speed/*.cc tests/bench/peers/*.cc))
bench_watch    := $(call objects,$(wildcard tests/bench/watch/*.cc tests/bench/peers/*.cc))
bench_codec    := $(call objects,$(wildcard tests/bench/codec/*.cc))
bench_script   := $(call objects,tests/support/scripted_provider.cc)
bench          := $(addprefix $(BUILD)/bench/,failover speed watch scripted-provider)
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
$(BUILD)/bench/watch: $(bench_watch)
$(BUILD)/bench/codec: $(bench_codec)
$(BUILD)/bench/codec: bench_libraries := -lbenchmark -lpthread
$(BUILD)/bench/scripted-provider: $(bench_script)
$(addprefix $(BUILD)/bench/,failover speed watch codec): $(bench_support)
$(addprefix $(BUILD)/bench/,failover speed watch codec scripted-provider): $(BUILD)/libmpdisc.a
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
	$(Q)MPDISC_BIN='$(abspath $(BENCH_OF))' MPDISC_BENCH_BIN='$(abspath $(BUILD))/bench' \
		BENCH_SPEED='$(BENCH_SPEED)' BENCH_FAILOVER='$(BENCH_FAILOVER)' \
		BENCH_WATCH='$(BENCH_WATCH)' tests/bench/run.sh $(BENCH_FORMAT)

bench-peers:
	$(Q)tests/support/install-needs.sh $(NEEDS_BENCH)
	$(Q)$(MAKE) bench

forwarder := $(call objects,tests/support/frame_forwarder.cc)
$(BUILD)/frame-forwarder: $(forwarder)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $^

lossy:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) bats perl ip=iproute2 nft=nftables
	$(Q)$(MAKE) all $(BUILD)/frame-forwarder
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/system/lossy.sh \
		$(or $(RUNS),100) $(BUILD)/lossy.log

flooder := $(call objects,$(wildcard tests/support/flood/*.cc))
$(BUILD)/flood: $(flooder)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $^

flood:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) bats perl ip=iproute2
	$(Q)$(MAKE) all $(BUILD)/flood
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/system/flood.sh \
		$(or $(FLOOD_SECONDS),60) $(BUILD)/flood.log

amplification:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) bats perl ip=iproute2 nft=nftables
	$(Q)$(MAKE) all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/system/amplification.sh $(BUILD)/amplification.log

# The simulator: the state machines of src/core, on hosts that are not there.
SEARCH    ?=
RUNS      ?=
PROFILE   ?=
LOSS      ?=
DISTURBED ?=
sim_flags   := -O1 -g
sim_objects := $(addprefix $(BUILD)/sim/,$(patsubst %.cc,%.o,$(MPDISC_TYPES) $(MPDISC_WIRE) \
	$(MPDISC_CORE) $(wildcard tests/sim/*.cc)))

$(BUILD)/sim/%.o: %.cc Makefile src/sources.mk
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++20 $(FLAGS_INCLUDE) $(FLAGS_WARN) $(sim_flags) -MMD -MP -c -o $@ $<

$(BUILD)/sim/sim: $(sim_objects)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(sim_flags) -o $@ $^

sim: $(BUILD)/sim/sim
	$(Q)$< $(if $(PROFILE),--profile $(PROFILE)) $(if $(SEARCH),--search $(SEARCH)) \
		$(if $(LOSS),--loss $(LOSS)) $(if $(DISTURBED),--disturbed) \
		$(if $(SEED),--seed $(SEED) --trace,--runs $(or $(RUNS),$(if $(SEARCH),100,1000)))

sim-planted:
	$(Q)tests/sim/planted.sh

measure_objects := $(bench_support) $(bench_failover) $(bench_speed) $(bench_watch) $(bench_script) \
	$(bench_codec) $(forwarder) \
	$(flooder) $(sim_objects)
.PHONY: amplification bench bench-peers bench-programs flood lossy sim sim-planted

#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Providers come and are killed all the time, on three hosts. The events of a watch add up to the
# truth, and it tells each kill within a second. CHURN_SECONDS=60 takes longer.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab
load crowd
load events

setup() {
    open_lab
    switch s
    hosts client a b
    plug client eth0 s 192.0.2.254/24
    plug a eth0 s 192.0.2.1/24
    plug b eth0 s 192.0.2.2/24
}
teardown() { close_lab; }

# churn SECONDS: every 50 ms starts a provider, or kills one that was started before. Writes
# "NAME TIME_US" for each kill to the file "kills".
churn() {
    local number=100 victim next_us end_us on_hosts=(client a b) alive=()
    next_us=$(now_us)
    end_us=$((next_us + $1 * 1000000))
    : >kills
    while ((next_us < end_us)); do
        if ((${#alive[@]} < 6 || (${#alive[@]} < 30 && RANDOM % 2))); then
            launch "${on_hosts[RANDOM % 3]}" "p$number"
            alive+=("p$number")
            number=$((number + 1))
        else
            victim=$((RANDOM % ${#alive[@]}))
            echo "${alive[victim]} $(now_us)" >>kills
            kill -KILL "${pid[${alive[victim]}]}"
            unset "alive[victim]"
            alive=("${alive[@]}")
        fi
        next_us=$((next_us + 50000))
        await 1 has_come "$next_us"
    done
}

has_come() {
    (($(now_us) >= $1))
}

# slowest_removal_ms LABEL: prints the longest time from a kill to its event. Complains of services
# that were killed and never removed.
slowest_removal_ms() {
    perl -MTime::Local -e '
        sub parse_ms {
            my ($year, $month, $day, $hour, $minute, $second) = $_[0] =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):([\d.]+)Z$/ or die "not a time: $_[0]";
            return 1000 * (timegm(0, $minute, $hour, $day, $month - 1, $year) + $second);
        }
        open(my $kills, "<", "kills") or die;
        my %killed_ms = map { my ($name, $time_us) = split; $name => $time_us / 1000 } <$kills>;
        my ($slowest_ms, %added) = (0);
        while (<>) {
            chomp;
            my ($event, $time, $name) = split /\t/;
            $added{$name} = 1 if $event eq "added";
            next if $event ne "removed";
            my $took_ms = parse_ms($time) - $killed_ms{$name};
            $slowest_ms = $took_ms if $took_ms > $slowest_ms;
            delete $added{$name};
        }
        for my $name (grep { $added{$_} } keys %killed_ms) { die "never removed: $name\n" }
        printf "%.0f\n", $slowest_ms;' "$1.out"
}

@test "providers come and are killed all the time" {
    for host in client a b; do offer "$host" "p-$host"; done
    watch client w
    # The shell prints a line for each killed job.
    churn "${CHURN_SECONDS:-6}" 2>/dev/null
    await_sum 5 w "$(living 'p*')"
    same "" "$(ever_removed w p-client p-a p-b)"
    echo "# $(wc -l <kills) kills, $(wc -l <w.out) events" >&3
    at_most 1000 "$(slowest_removal_ms w)" "ms from a kill to its event"
}

#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What mpdisc-probe draws on a terminal: --live and --status --watch. The terminal is tmux.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    export LC_ALL=C.UTF-8
    unset NO_COLOR
}
teardown() {
    terminal kill-server 2>/dev/null || true
    close_lab
}

# terminal COMMAND...: tmux, with a server of its own on the host.
terminal() {
    on h tmux -u -S "$PWD/tmux" -f /dev/null "$@"
}

# show [ARGUMENT...]: runs the probe on a terminal of 80 x 10 cells. Its process is in probe.pid.
# When it has ended, its exit code is in the file code. The modes of the terminal before and after
# are in modes.before and modes.after.
show() {
    cat >show.sh <<'EOF'
echo a line before
stty -g >modes.before
sh -c 'echo $$ >probe.pid; exec mpdisc-probe "$@"' sh "$@"
echo $? >code
stty -g >modes.after
echo a line after
exec sleep 300
EOF
    terminal new-session -d -x 80 -y 10 sh show.sh "$@"
}

screen() {
    terminal capture-pane -p
}

# shows PATTERN...: each pattern matches another line of the screen, in this order.
shows() {
    local patterns
    patterns=$(printf '%s\n' "$@")
    screen | PATTERNS=$patterns awk '
        BEGIN { count = split(ENVIRON["PATTERNS"], pattern, "\n"); next_one = 1 }
        next_one <= count && $0 ~ pattern[next_one] { next_one++ }
        END { exit next_one <= count }'
}

# lacks TEXT: the screen does not have it.
lacks() {
    ! screen | grep -q -F "$1"
}

has_bold_titles() {
    terminal capture-pane -p -e | grep -q $'\x1b\\[1m.*NAME'
}

# has_left_screen: the probe has ended with 0, and the terminal is as it was before.
has_left_screen() {
    await 5 test -s modes.after
    same 0 "$(<code)"
    same "$(<modes.before)" "$(<modes.after)"
    await 2 shows '^a line before$' '^a line after$'
    # Not the other screen; a cursor; long lines are wrapped.
    same "0 1 1" "$(terminal display-message -p '#{alternate_on} #{cursor_flag} #{wrap_flag}')"
}

@test "services are shown sorted as they come, change and go" {
    offer h b -a path=/x
    show --live -l
    await 5 shows '^ +NAME +TYPE +HOST' '^ +b +_http._tcp +h .* path=/x$' \
        '^ 1 service on 1 host [|] complete [|] q: quit$'
    same "1 0 0" "$(terminal display-message -p '#{alternate_on} #{cursor_flag} #{wrap_flag}')"
    offer h a
    await 2 shows '^[+] +a +_http._tcp' '^ +b +_http._tcp' '^ 2 services on 1 host '
    # The mark is there for a moment.
    await 5 shows '^ +a +_http._tcp'
    stop a
    await 2 lacks ' a '
    shows '^ +b +_http._tcp' '^ 1 service on 1 host '
    terminal send-keys x
    terminal send-keys q
    has_left_screen
}

@test "a changed service is marked" {
    printf '[service]\nname = moving\ntype = _http._tcp\nport = 1\n' >moving.conf
    spawn h moving mpdisc-provider -c moving.conf
    await_log moving '^role: '
    show --live -l
    await 5 shows '^ +moving .* 1 +primary' 'complete'
    printf '[service]\nname = moving\ntype = _http._tcp\nport = 2\n' >moving.conf
    signal moving HUP
    await 2 shows '^~ +moving .* 2 +primary'
}

@test "the list fits the terminal, also when its size changes" {
    long=$(printf '%063d' 7)
    offer h "$long"
    for name in a b c; do offer h "$name"; done
    show --live -l
    await 5 shows 'ATTRIB' '^ +0+… +_http' ' 4 services on 1 host '
    same "" "$(screen | grep -E '.{81}')"
    terminal resize-window -x 100 -y 4
    await 2 shows 'NAME' '^[.][.][.] and 3 more$' ' 4 services on 1 host '
    terminal resize-window -x 30 -y 5
    await 2 shows 'NAME' '^ +0+…' '^[.][.][.] and 2 more$' '^ 4 services on 1 host [|] comp'
    terminal resize-window -x 100 -y 10
    await 2 shows 'NAME' '^ +0+' '^ +a ' '^ +b ' '^ +c ' ' 4 services on 1 host '
    lacks ' more'
}

@test "hostile names do not break the screen" {
    spawn h hostile mpdisc-provider -t _http._tcp -p 1 -n $'\xe2\x80\xaewide \xf0\x9f\x8e\x89' \
        -a $'k=\x1b[2J\x1b[?1049l\r\n\xc2\x9bq'
    await_log hostile '^role: '
    offer h plain
    show --live -l
    await 5 shows 'complete'
    terminal resize-window -x 160 -y 10
    await 2 shows 'NAME' '^ +plain ' '\\0342\\0200\\0256wide .* 1 ' ' 2 services '
        same 1 "$(terminal display-message -p '#{alternate_on}')"
}

@test "--sort and --no-header say how the list looks" {
    offer h b
    spawn h a mpdisc-provider -t _ipp._tcp -p 631 -n a
    await_log a '^role: '
    show --live -l --no-header --sort name
    await 5 shows '^ +a ' '^ +b ' 'complete'
    lacks NAME
}

@test "a filter leaves out other services" {
    offer h a
    offer h b
    show --live -l -n b _http._tcp
    await 5 shows '^ +b ' ' 1 service on 1 host [|] complete'
}

@test "colours are shown unless NO_COLOR is set" {
    offer h a
    show --live -l
    await 5 shows '^ +a ' 'complete'
    has_bold_titles
    terminal kill-server
    NO_COLOR=1 show --live -l
    await 5 shows '^ +a ' 'complete'
    run ! has_bold_titles
}

@test "each key and signal that ends it leaves the terminal as it was" {
    offer h a
    for end in q C-c C-d TERM INT HUP; do
        rm -f modes.after
        show --live -l
        await 5 shows '^ +a ' 'complete'
        case $end in
        q | C-*) terminal send-keys "$end" ;;
        *) kill -s "$end" "$(<probe.pid)" ;;
        esac
        has_left_screen
        terminal kill-server
    done
}

@test "it ends with its terminal" {
    offer h a
    show --live -l
    await 5 shows '^ +a ' 'complete'
    terminal kill-server
    await 5 has_ended "$(<probe.pid)"
}

@test "Ctrl-Z gives the terminal to the shell, and fg draws again" {
    offer h a
    terminal new-session -d -x 80 -y 10 env PS1='ready> ' sh -i
    await 5 shows '^ready>$'
    terminal send-keys 'mpdisc-probe --live -l' Enter
    await 5 shows '^ +a ' 'complete'
    terminal send-keys C-z
    await 5 shows 'Stopped' '^ready>$'
    same "0 1" "$(terminal display-message -p '#{alternate_on} #{cursor_flag}')"
    terminal send-keys fg Enter
    await 5 shows '^ +a ' 'complete'
    terminal send-keys q
    await 5 shows '^ready>$'
    terminal send-keys 'echo code $?' Enter
    await 5 shows '^code 0$'
}

@test "--live needs a terminal" {
    for try in '' '</dev/null' '>/dev/null'; do
        terminal new-session -d "mpdisc-probe --live 2>message ${try:-| cat}; echo \$? >code"
        await 5 test -s message
        grep -q '^mpdisc-probe: --live needs a terminal as standard input and output' message
        rm -f message
    done
    run -2 on h mpdisc-probe --live
    terminal new-session -d "TERM=dumb mpdisc-probe --live 2>message"
    await 5 test -s message
    grep -q 'other than TERM=dumb' message
}

@test "--status --watch draws the status anew" {
    offer h a
    show --status --watch --interval 0.1
    await 5 shows '^ROLE +ID ' '^primary .* a _h' ' 1 provider [|] q: quit'
    offer h b
    await 5 shows '^primary ' '^(deputy|secondary) .* b _h' ' 2 providers '
    terminal resize-window -x 100 -y 3
    await 2 shows '^ROLE ' '^[.][.][.] and [0-9]+ more$' ' 2 providers '
    stop b
    stop a
    await 5 shows '^ no provider of this host answers on UDP port 6737 '
    terminal send-keys q
    has_left_screen
}

@test "--status --watch prints the status again where there is no terminal" {
    spawn h watch mpdisc-probe --status --watch --interval 0.05 -f tsv
    await_log watch 'no provider of this host answers'
    offer h a
    printed() { [ "$(grep -c '^provider.primary' watch.out)" -ge 3 ]; }
    await 5 printed
    stop a
    stop watch
    same 0 "$exit_code"
    # Said once until it changes.
    same 1 "$(head -n 1 watch.log | grep -c 'no provider')"
    spawn h watch mpdisc-probe --status --watch --interval 0.05 -f table
    offer h a
    tables() { [ "$(grep -c '^ROLE' watch.out)" -ge 2 ]; }
    await 5 tables
    run ! grep -q $'\x1b' watch.out
}

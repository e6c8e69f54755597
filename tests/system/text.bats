#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Complaint 13: names and attributes that try to forge lines, run commands or control a terminal, in
# every output.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

# A hostile name without control characters, which names may not contain. It has a RIGHT-TO-LEFT
# OVERRIDE before "evil".
# shellcheck disable=SC2016 # not to be expanded
hostile_name=$'it\'s `touch pwned` $(touch pwned);"\\n\\0101" \xc3\xa9\xe2\x80\xaeevil'

# shellcheck disable=SC2016
declare -gA hostile=(
    [newline]=$'one\ntwo\tthree\r\nforged\t_http._tcp\th\t192.0.2.66\t80\tprimary\t\n'
    [quote]=$'a\'b"c`d\\e'
    [command]='$(touch pwned) `touch pwned`; touch pwned & # ${PATH}'
    [leave]=$'\'; touch pwned; \''
    [escape]=$'\\ \\\\ \\n \\0101 \\x41 \\c end'
    [csi]=$'\e[31mred\e[2J'
    [osc]=$'\e]0;title\a'
    [c1]=$'\xc2\x9b31m\xc2\x90'
    [bell]=$'\a\b\x7f\x01'
    [bidi]=$'\xe2\x80\xaeabc\xe2\x81\xa6\xd8\x9c\xe2\x80\xa8'
    [invisible]=$'a\xe2\x80\x8bb\xc2\xadc\xef\xbb\xbfd\xf3\xa0\x81\x81e\xef\xbf\xbff'
    [unicode]=$'\xe6\x97\xa5\xe6\x9c\xac\xf0\x9f\x8e\x89'
    [spaces]='  two  before, two after  '
    [json]='","forged":"yes'
    [template]='{name}\n{{'
    [percent]='%s%n%%'
    [equals]='a=b=c'
    [empty]=''
    ['$(touch pwned)']='a key'
    ['`touch pwned`;touch pwned']='a key'
    ["it's a \"key\" \\"]='a key'
)

setup() {
    open_lab
    hosts h
    arguments=(-t _http._tcp -p 8080 -n "$hostile_name" -a flag)
    for key in "${!hostile[@]}"; do arguments+=(-a "$key=${hostile[$key]}"); done
    spawn h hostile mpdisc-provider "${arguments[@]}"
    await_log hostile '^role: '
}

# Each test also checks that no command in a hostile text was run.
teardown() {
    [ ! -e pwned ] || echo "a command was run"
    close_lab
    [ ! -e pwned ]
}

# decode TEXT: sets `decoded` to the text as printf %b decodes it.
decode() {
    decoded=$(printf '%bx' "$1")
    decoded=${decoded%x}
}

# check_words TEXT: the words of the text are the escaped attributes.
check_words() {
    local seen=0 word words key
    IFS=' ' read -r -a words <<<"$1"
    for word in "${words[@]}"; do
        decode "$word"
        if [ "$decoded" = flag ]; then
            seen=$((seen + 1))
            continue
        fi
        for key in "${!hostile[@]}"; do
            [ "$decoded" != "$key=${hostile[$key]}" ] || seen=$((seen + 1))
        done
    done
    same $((${#hostile[@]} + 1)) "$seen"
    same "$seen" "${#words[@]}"
}

# check_harmless TEXT: the text has no control characters except newlines.
check_harmless() {
    same "" "$(tr -d '\n' <<<"$1" | LC_ALL=C grep -a -o '[[:cntrl:]]' | od -An -c)"
    same "" "$(LC_ALL=C grep -a -o -E $'\xc2[\x80-\x9f\xad]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xd8\x9c|\xef\xbb\xbf|\xf3\xa0|\xef\xbf\xbf' \
        <<<"$1" | od -An -c)"
}

@test "complaint_13_forged_lines: json gives the exact name and attributes" {
    probe h -l -f json
    same 0 "$status"
    same 1 "${#lines[@]}"
    check_harmless "$output"
    jq -e --arg name "$hostile_name" '.name == $name' <<<"$output"
    jq -e '.attributes.flag == true' <<<"$output"
    same $((${#hostile[@]} + 1)) "$(jq '.attributes | length' <<<"$output")"
    for key in "${!hostile[@]}"; do
        jq -e --arg key "$key" --arg value "${hostile[$key]}" '.attributes[$key] == $value' <<<"$output"
    done
    same "name type host address addresses port attributes provider role interface rtt_us" \
        "$(jq -r 'keys_unsorted[]' <<<"$output" | xargs)"
}

@test "complaint_13_forged_lines: tsv has one line of seven columns" {
    probe h -l -f tsv
    same 0 "$status"
    same 1 "${#lines[@]}"
    same 7 "$(awk -F '\t' '{ print NF }' <<<"$output")"
    check_harmless "$(tr -d '\t' <<<"$output")"
    while IFS=$'\t' read -r name type host _ port role attributes; do
        decode "$name"
        same "$hostile_name" "$decoded"
        same "_http._tcp h 8080 primary" "$type $host $port $role"
        check_words "$attributes"
    done <<<"$output"
}

@test "complaint_13_forged_lines: sh assigns in one line and runs no command" {
    probe h -l -f sh
    same 0 "$status"
    same 1 "${#lines[@]}"
    check_harmless "$output"
    for shell in sh bash; do
        # shellcheck disable=SC2016 # for that shell
        on h "$shell" -c 'set -eu
            eval "$(mpdisc-probe -l -f sh)"
            for value in "$MPDISC_NAME" "$MPDISC_ATTR_newline" "$MPDISC_ATTR_quote" \
                "$MPDISC_ATTR_command" "$MPDISC_ATTR_leave" "$MPDISC_ATTR_escape" \
                "$MPDISC_ATTR_csi" "$MPDISC_ATTR_unicode" "$MPDISC_ATTR_spaces" \
                "$MPDISC_ATTR_percent" "$MPDISC_ATTR_empty" "$MPDISC_ATTR_flag" \
                "$MPDISC_ATTR___touch_pwned_"; do
                printf "%b|" "$value"
            done
            printf "%s %s %s %s %s" "$MPDISC_TYPE" "$MPDISC_HOST" "$MPDISC_PORT" "$MPDISC_ROLE" \
                "$MPDISC_INTERFACE"' >values
        printf '%s|' "$hostile_name" "${hostile[newline]}" "${hostile[quote]}" \
            "${hostile[command]}" "${hostile[leave]}" "${hostile[escape]}" "${hostile[csi]}" \
            "${hostile[unicode]}" "${hostile[spaces]}" "${hostile[percent]}" "" "" "a key" >expected
        printf '_http._tcp h 8080 primary lo' >>expected
        cmp expected values
    done
    eval "$output"
    check_words "$MPDISC_ATTRIBUTES"
}

@test "complaint_13_forged_lines: the loop over lines of the man page runs no command" {
    spawn h other mpdisc-provider -t _http._tcp -p 80 -n second
    await_log other '^role: '
    # shellcheck disable=SC2016 # for that shell
    on h sh -c 'mpdisc-probe -l -f sh _http._tcp | while IFS= read -r line; do
            eval "$line"
            printf "%s %b\n" "$MPDISC_PORT" "$MPDISC_NAME"
        done' | sort >lines
    printf '80 second\n8080 %s\n' "$hostile_name" | cmp - lines
}

@test "complaint_13_forged_lines: a template gives one line, decoded by printf" {
    probe h -l -f '{name}|{attr.newline}|{attr.csi}|{attr.none}|{{}}\t{attr.template}'
    same 0 "$status"
    same 1 "${#lines[@]}"
    check_harmless "${output/$'\t'/}"
    IFS='|' read -r name forging coloured none rest <<<"$output"
    decode "$name"
    same "$hostile_name" "$decoded"
    decode "$forging"
    same "${hostile[newline]}" "$decoded"
    decode "$coloured"
    same "${hostile[csi]}" "$decoded"
    same "" "$none"
    same $'{}\t{name}\\\\n{{' "$rest"
}

@test "complaint_13_terminal: a table on a terminal has no control character" {
    # All control characters that are left come from the text.
    export NO_COLOR=1
    # shellcheck disable=SC2016 # for script's shell
    on h script -q -e -c 'mpdisc-probe -l; mpdisc-probe --status' -E never terminal </dev/null >screen
    table=$(tr -d '\r' <screen)
    matches '^NAME +TYPE +HOST +ADDRESS +PORT +ROLE +ATTRIBUTES'$'\n' "$table"
    matches 'ROLE +ID +PID' "$table"
    check_harmless "$table"
    same 2 "$(grep -c "it's" <<<"$table")"
    same 2 "$(grep -c '_http._tcp' <<<"$table")"
}

@test "complaint_13_terminal: status and log have no control character" {
    for format in table tsv json; do
        probe h --status -f "$format"
        same 0 "$status"
        [ "$format" = tsv ] && output=$(tr '\t' ' ' <<<"$output")
        check_harmless "$output"
        same 1 "$(grep -c "it's" <<<"$output")"
    done
    probe h --status -f json
    jq -s -e --arg name "$hostile_name" --arg value "${hostile[newline]}" \
        '.[0].services[0] | .name == $name and .attributes.newline == $value' <<<"$output"
    check_harmless "$(<hostile.log)"
    same 2 "$(wc -l <hostile.log)"
}

@test "complaint_13_terminal: an error message about hostile arguments has no control character" {
    bad=$'\e[31m\nx\xc2\x9b\xff'
    for option in -n -t -p -c -i --allow --heartbeat "-$bad" "--$bad"; do
        run --separate-stderr on h mpdisc-provider "$option" "$bad"
        check_harmless "$stderr"
        same 2 "$status"
    done
    for option in -t -f --to -i -w -c "-$bad" "--$bad"; do
        run --separate-stderr on h mpdisc-probe "$option" "$bad"
        check_harmless "$stderr"
        same 2 "$status"
    done
}

@test "a hostile service is found by its own name and attributes" {
    # shellcheck disable=SC2016 # not to be expanded
    probe h -l -n "$hostile_name" -a "newline=${hostile[newline]}" -a flag \
        -a '$(touch pwned)' -f '{port}'
    same 8080 "$output"
    finds_nothing h -l -n "$hostile_name" -a "newline=${hostile[csi]}"
}

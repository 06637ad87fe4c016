#!/bin/sh
# Says on the screen of whoever sits here that the tunnel's session of @origin@ ends, 15 and 5 minutes
# before, three minutes before it ends for want of use, and when it has ended, also while no page is open. wg-quick starts it; it ends with the tunnel.
# Besides it says to the portal how this computer is, which posture.sh beside it finds out, and lets
# a profile that is not for everything follow the agency's networks: what came, and what went.
set -u
trap '' HUP # it stays when the window that started the tunnel is closed; nohup of macOS wants a console
PATH=$PATH:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin
ORIGIN='@origin@'
PORTAL='@portal@'
SPOKEN='@spoken@'
DEVICE=$1
SEATS=${ONMARU_SEATS:-/run/user}

say() { # Korean, then English
    if [ "$SPOKEN" = ko ]; then tell '원격접속' "$1"; else tell 'Remote access' "$2"; fi
}
tell() { # TITLE TEXT, to everybody with a screen of their own
    if [ "$(uname)" = Darwin ]; then
        sitter=$(stat -f %Su /dev/console)
        launchctl asuser "$(id -u "$sitter")" sudo -u "$sitter" \
            osascript -e "display notification \"$2\" with title \"$1\"" || :
        return
    fi
    for bus in "$SEATS"/*/bus; do
        [ -S "$bus" ] || continue
        seat=${bus%/bus}
        sitter=$(id -nu "${seat##*/}") || continue
        runuser -u "$sitter" -- env DBUS_SESSION_BUS_ADDRESS="unix:path=$bus" \
            notify-send --urgency=critical --app-name=Onmaru "$1" "$2" || :
    done
}

SAYS=${0%-watch}-posture
SAID=''  # what was said last
SINCE=0  # seconds since
posture() { # when it is another one, and each hour
    [ -r "$SAYS" ] || return 0
    FOUND=$(sh "$SAYS" 2>/dev/null) || return 0
    if [ "$FOUND" = "$SAID" ] && [ "$SINCE" -lt 3600 ]; then return 0; fi
    if printf '%s' "$FOUND" | curl -fsS --max-time 20 --connect-to "::$PORTAL:" \
        -H 'Content-Type: application/json' --data-binary @- "$ORIGIN/api/gvpn/posture" >/dev/null 2>&1; then
        SAID=$FOUND
        SINCE=0
    fi
}

CONF=${0%-watch}.conf
MOST=1000 # networks: 200 a zone, and the portal
lines() { printf '%s\n' "$1" | tr -d ' ' | tr ',' '\n' | LC_ALL=C sort -u; }
commas() { printf '%s\n' "$1" | paste -s -d , -; }
plain() { # NETWORKS with commas: one a line, in order; fails where one is not IPv4 of /8 to /32
    case $1 in '' | *[!0-9./,\ ]*) return 1 ;; esac
    lines "$1" | awk -F '[./]' -v most="$MOST" '
        !/^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+\/[0-9]+$/ || /(^|[.\/])0[0-9]/ || NR > most { exit bad = 1 }
        $1 > 255 || $2 > 255 || $3 > 255 || $4 > 255 || $5 < 8 || $5 > 32 { exit bad = 1 }
        { all = all $0 "\n" }
        END { if (bad) exit 1; printf "%s", all }'
}
holds() { # ADDRESS NETWORKS, one a line: whether one of these has it
    printf '%s\n' "$2" | awk -F '[./]' -v address="$1" '
        function number(a, b, c, d) { return ((a * 256 + b) * 256 + c) * 256 + d }
        BEGIN { if (split(address, a, ".") != 4) exit; asked = number(a[1], a[2], a[3], a[4]) }
        $5 != "" && int(asked / 2 ^ (32 - $5)) == int(number($1, $2, $3, $4) / 2 ^ (32 - $5)) { found = 1 }
        END { exit !found }'
}
beside() { # ONE OTHER: the lines of ONE that OTHER does not have
    printf '%s\n' "$1" | while read -r one; do
        printf '%s\n' "$2" | grep -qxF "$one" || printf '%s\n' "$one"
    done
}
lead() { # add|delete NETWORK
    if [ "$(uname)" = Darwin ]; then
        route -q -n "$1" -inet "$2" -interface "$DEVICE"
    elif [ "$1" = add ]; then
        ip -4 route add "$2" dev "$DEVICE"
    else
        ip -4 route delete "$2" dev "$DEVICE"
    fi >/dev/null 2>&1 || :
}

TOLD='' # whether it was said that this profile is not one to follow
routes() {
    [ -r "$CONF" ] && [ -z "$TOLD" ] || return 0
    HAS=''
    # Several peers or a table of its own: somebody's own work.
    if [ "$(grep -c '^AllowedIPs' "$CONF")" = 1 ] && ! grep -q '^Table' "$CONF"; then
        HAS=$(plain "$(sed -n 's/^AllowedIPs *= *//p' "$CONF")") || HAS=''
    fi
    if [ -n "$HAS" ]; then SAYS_ROUTES="\"$(commas "$HAS")\""; else SAYS_ROUTES=null; fi
    HEARD=$(printf '{"routes":%s}' "$SAYS_ROUTES" | curl -fsS --max-time 20 --connect-to "::$PORTAL:" \
        -H 'Content-Type: application/json' --data-binary @- "$ORIGIN/api/gvpn/routes" 2>/dev/null) || return 0
    if [ -z "$HAS" ]; then
        TOLD=1
        return 0
    fi
    WANT=$(plain "$(printf '%s\n' "$HEARD" | sed -n 's/^routes=//p')") || return 0
    PEER=$(sed -n 's/^PublicKey *= *//p' "$CONF")
    GATEWAY=$(wg show "$DEVICE" endpoints | awk -v peer="$PEER" '$1 == peer { sub(/:[0-9]+$/, "", $2); print $2 }')
    # With the gateway's own address in the tunnel, it would end: only that network is left out.
    for one in $(beside "$WANT" "$HAS"); do
        if holds "$GATEWAY" "$one"; then WANT=$(beside "$WANT" "$one"); fi
    done
    NOW=$(wg show "$DEVICE" allowed-ips | awk -v peer="$PEER" '$1 == peer { $1 = ""; print }')
    NOW=$(lines "$(printf '%s' "${NOW# }" | tr ' ' ',')")
    [ "$WANT" != "$HAS" ] || [ "$WANT" != "$NOW" ] || return 0
    holds "$PORTAL" "$WANT" || return 0 # without it nothing more would be heard
    wg set "$DEVICE" peer "$PEER" allowed-ips "$(commas "$WANT")" || return 0
    for one in $WANT; do lead add "$one"; done
    for one in $(beside "$(printf '%s\n%s' "$HAS" "$NOW" | sort -u)" "$WANT"); do lead delete "$one"; done
    (
        umask 077
        sed "s|^AllowedIPs.*|AllowedIPs = $(commas "$WANT" | sed 's/,/, /g')|" "$CONF" >"$CONF.next" &&
            [ -s "$CONF.next" ] && mv "$CONF.next" "$CONF"
    ) || return 0 # the next look tries again
    printf '{"routes":"%s"}' "$(commas "$WANT")" | curl -fsS --max-time 20 --connect-to "::$PORTAL:" \
        -H 'Content-Type: application/json' --data-binary @- "$ORIGIN/api/gvpn/routes" >/dev/null 2>&1 || :
}

NEWEST=$0.running # one of them talks: the one that was started last
echo $$ >"$NEWEST"
WARNED=0 # the last warning in minutes; 0 for none
WAS=0    # seconds left when it was asked before
IDLED='' # whether it was told that the session ends for want of use
while wg show "$DEVICE" public-key >/dev/null 2>&1 && [ "$(cat "$NEWEST")" = $$ ]; do
    posture
    routes
    # Through the tunnel whatever the name leads to elsewhere: the address inside is who asks.
    ANSWER=$(curl -fsS --max-time 20 --connect-to "::$PORTAL:" "$ORIGIN/api/gvpn/left" 2>/dev/null) || ANSWER=''
    LEFT=$(printf '%s\n' "$ANSWER" | sed -n 's/^left=\([0-9][0-9]*\)$/\1/p')
    IDLE=$(printf '%s\n' "$ANSWER" | sed -n 's/^idle=\([0-9][0-9]*\)$/\1/p')
    if [ "${IDLE:-$LEFT}" = "$LEFT" ] || [ "$IDLE" -gt "$LEFT" ]; then IDLE=''; fi # the hard end comes first
    PAUSE=60
    if [ -n "$LEFT" ]; then
        if [ "$LEFT" -eq 0 ]; then DUE=0; elif [ "$LEFT" -le 300 ]; then DUE=5; elif [ "$LEFT" -le 900 ]; then DUE=15; else DUE=0; fi
        if [ "$DUE" -ne 0 ] && [ "$DUE" -ne "$WARNED" ]; then
            say "접속이 ${DUE}분 안에 끝납니다. 연장하면 열린 연결은 그대로 이어집니다: $ORIGIN/gvpn" \
                "The session ends within $DUE minutes. Extended, open connections go on: $ORIGIN/gvpn"
        elif [ "$LEFT" -eq 0 ] && [ "$WAS" -ne 0 ]; then
            say "접속이 끝났습니다. 다시 들어오기: $ORIGIN/gvpn" "The session has ended. Come in again: $ORIGIN/gvpn"
        fi
        if [ -n "$IDLE" ] && [ "$IDLE" -le 180 ]; then
            if [ -z "$IDLED" ]; then
                say "쓰지 않아 접속이 3분 안에 끝납니다. 하던 일을 이어서 하거나 ‘계속 쓰기’를 누르세요: $ORIGIN/gvpn" \
                    "Not used, the session ends within 3 minutes. Go on with your work, or press Keep it: $ORIGIN/gvpn"
            fi
            IDLED=1
        else
            IDLED=''
        fi
        WARNED=$DUE
        WAS=$LEFT
        # Until the next moment of these, and never longer than five minutes: somebody may extend it.
        if [ "$LEFT" -gt 900 ]; then PAUSE=$((LEFT - 899)); elif [ "$LEFT" -gt 300 ]; then PAUSE=$((LEFT - 299)); elif [ "$LEFT" -gt 0 ]; then PAUSE=$((LEFT + 1)); else PAUSE=300; fi
        if [ -n "$IDLE" ]; then
            if [ "$IDLE" -gt 180 ]; then NEXT=$((IDLE - 179)); else NEXT=$((IDLE + 5)); fi
            if [ "$PAUSE" -gt "$NEXT" ]; then PAUSE=$NEXT; fi
        fi
        if [ "$PAUSE" -gt 300 ]; then PAUSE=300; fi
    fi
    if [ -r "$SAYS" ] && [ -z "$SAID" ]; then PAUSE=5; fi # the tunnel is only just up
    SINCE=$((SINCE + PAUSE))
    sleep "${ONMARU_POLL:-$PAUSE}"
done

#!/bin/sh
# Says on the screen of whoever sits here that the tunnel's session of @origin@ ends, 15 and 5 minutes
# before and when it has ended, also while no page is open. wg-quick starts it; it ends with the tunnel.
# Besides it says to the portal how this computer is, which posture.sh beside it finds out.
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

NEWEST=$0.running # one of them talks: the one that was started last
echo $$ >"$NEWEST"
WARNED=0 # the last warning in minutes; 0 for none
WAS=0    # seconds left when it was asked before
while wg show "$DEVICE" public-key >/dev/null 2>&1 && [ "$(cat "$NEWEST")" = $$ ]; do
    posture
    # Through the tunnel whatever the name leads to elsewhere: the address inside is who asks.
    ANSWER=$(curl -fsS --max-time 20 --connect-to "::$PORTAL:" "$ORIGIN/api/gvpn/left" 2>/dev/null) || ANSWER=''
    LEFT=$(printf '%s\n' "$ANSWER" | sed -n 's/^left=\([0-9][0-9]*\)$/\1/p')
    PAUSE=60
    if [ -n "$LEFT" ]; then
        if [ "$LEFT" -eq 0 ]; then DUE=0; elif [ "$LEFT" -le 300 ]; then DUE=5; elif [ "$LEFT" -le 900 ]; then DUE=15; else DUE=0; fi
        if [ "$DUE" -ne 0 ] && [ "$DUE" -ne "$WARNED" ]; then
            say "접속이 ${DUE}분 안에 끝납니다. 연장하면 열린 연결은 그대로 이어집니다: $ORIGIN/gvpn" \
                "The session ends within $DUE minutes. Extended, open connections go on: $ORIGIN/gvpn"
        elif [ "$LEFT" -eq 0 ] && [ "$WAS" -ne 0 ]; then
            say "접속이 끝났습니다. 다시 들어오기: $ORIGIN/gvpn" "The session has ended. Come in again: $ORIGIN/gvpn"
        fi
        WARNED=$DUE
        WAS=$LEFT
        # Until the next moment of these, and never longer than five minutes: somebody may extend it.
        if [ "$LEFT" -gt 900 ]; then PAUSE=$((LEFT - 899)); elif [ "$LEFT" -gt 300 ]; then PAUSE=$((LEFT - 299)); elif [ "$LEFT" -gt 0 ]; then PAUSE=$((LEFT + 1)); else PAUSE=300; fi
        if [ "$PAUSE" -gt 300 ]; then PAUSE=300; fi
    fi
    if [ -r "$SAYS" ] && [ -z "$SAID" ]; then PAUSE=5; fi # the tunnel is only just up
    SINCE=$((SINCE + PAUSE))
    sleep "${ONMARU_POLL:-$PAUSE}"
done

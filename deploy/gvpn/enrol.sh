#!/bin/sh
# Adds this Linux or macOS computer to the tunnel of @origin@.
# The keys are made here. Of private keys only the public halves are sent; what this computer shares
# with the gateway besides (a preshared key) is sent to it once, here.
{ # read to its end before anything is done: of a line that was cut off nothing is
set -eu
umask 077
PATH=$PATH:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin
SYSTEM=$(uname)
ORIGIN='@origin@'
NAME=onmaru
# ONMARU_EVERYTHING=1: all traffic of this computer goes into the tunnel, not only the agency's.
# ONMARU_ONLY=1: besides, while the tunnel is on nothing leaves this computer beside it (Linux with nft).
ONLY=${ONMARU_ONLY:-}
if [ "$ONLY$SYSTEM" = 1Darwin ]; then ONLY=''; fi
if [ "$ONLY" = 1 ] || [ "${ONMARU_EVERYTHING:-}" = 1 ]; then EVERYTHING=true; else EVERYTHING=false; fi

say() { # Korean, then English
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) printf '%s\n' "$1" ;; *) printf '%s\n' "$2" ;; esac
}
stop() {
    say "$1" "$2" >&2
    exit 1
}

INSTALL="sudo apt install wireguard-tools openssl curl${ONLY:+ nftables}"
if [ "$SYSTEM" = Darwin ]; then INSTALL='brew install wireguard-tools'; fi
for tool in wg openssl curl ${ONLY:+nft}; do
    command -v "$tool" >/dev/null 2>&1 || stop "$tool 이(가) 없습니다. 먼저 설치하세요: $INSTALL" \
        "$tool is missing. Install it first: $INSTALL"
done
# On macOS wg-quick is Homebrew's and looks beside itself: /opt/homebrew, or /usr/local before Apple's own processors.
FOLDER=${ONMARU_WIREGUARD:-}
if [ -z "$FOLDER" ] && [ "$SYSTEM" = Darwin ]; then
    BREW=$(command -v wg)
    FOLDER=${BREW%/bin/wg}/etc/wireguard
fi
FOLDER=${FOLDER:-/etc/wireguard}
mkdir -p "$FOLDER" 2>/dev/null && [ -w "$FOLDER" ] || stop \
    "$FOLDER 에 쓸 수 없습니다. 같은 명령의 끝을 'sudo sh' 로 바꾸어 실행하세요." \
    "$FOLDER cannot be written. Run the same line with 'sudo sh' at its end."

# From the keyboard and not from the command line, which others on this computer can read.
say '화면에 보이는 등록 코드를 입력하세요:' 'Type the code that the page shows:'
if (: </dev/tty) 2>/dev/null; then read -r CODE </dev/tty; else read -r CODE; fi

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
one_line() { openssl base64 -A -in "$1"; }
post() { # PATH: the body from standard input, never in an argument
    curl -sS --max-time 30 -o "$WORK/answer" -w '%{http_code}' \
        -H 'Content-Type: application/json' --data-binary @- "$ORIGIN/api/gvpn/enrol$1"
}
fact() { sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p' "$WORK/answer"; }

wg genkey >"$WORK/key"
wg genpsk >"$WORK/psk"
PUBLIC=$(wg pubkey <"$WORK/key")
SHARED=$(cat "$WORK/psk")
# By the names that LibreSSL, which macOS has, knows as well.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -pkeyopt ec_param_enc:named_curve \
    -out "$WORK/device.key" 2>/dev/null
openssl pkey -in "$WORK/device.key" -pubout -outform DER -out "$WORK/device.pub"
{
    printf 'onmaru device 1\n'
    printf '%s' "$PUBLIC" | openssl base64 -A -d
    printf '%s' "$SHARED" | openssl base64 -A -d
} >"$WORK/said"
openssl dgst -sha256 -sign "$WORK/device.key" -out "$WORK/signature" "$WORK/said"

CODE=$(printf '%s' "$CODE" | tr -cd 'A-Za-z0-9-')
STATUS=$(printf '{"code":"%s","public_key":"%s","preshared_key":"%s","certificate_key":"%s","signature":"%s"}' \
    "$CODE" "$PUBLIC" "$SHARED" "$(one_line "$WORK/device.pub")" "$(one_line "$WORK/signature")" | post '') || STATUS=000
case $STATUS in
201) ;;
403) stop '코드가 맞지 않거나 10분이 지났거나 이미 쓰였습니다. 화면에서 새 코드를 받으세요.' \
    'The code is wrong, older than ten minutes or used. Ask the page for a new one.' ;;
000) stop "$ORIGIN 에 연결하지 못했습니다. 네트워크를 확인하고 다시 실행하세요." \
    "$ORIGIN was not reached. Look at the network, and run the line again." ;;
*) stop "등록하지 못했습니다 ($STATUS): $(fact code)" "It was refused ($STATUS): $(fact code)" ;;
esac
PICKUP=$(fact pickup)
mv "$WORK/key" "$FOLDER/$NAME.key"
mv "$WORK/psk" "$FOLDER/$NAME.psk"
mv "$WORK/device.key" "$FOLDER/$NAME-device.key"

TOLD=''
while :; do
    STATUS=$(printf '{"pickup":"%s","everything":%s}' "$PICKUP" "$EVERYTHING" | post /profile.conf) || STATUS=000
    case $STATUS in
    200) break ;;
    409 | 000 | 502 | 503)
        WHY=$(fact why)
        if [ "$WHY" != "$TOLD" ]; then
            case $WHY in
            approval) say '관리자의 승인을 기다립니다. 이 창을 열어 두세요.' 'Waiting for an administrator. Leave this window open.' ;;
            gateway) say '관문이 켜지기를 기다립니다.' 'Waiting for the gateway to be switched on.' ;;
            esac
            TOLD=$WHY
        fi
        sleep "${ONMARU_POLL:-5}"
        ;;
    403)
        # An edge or a proxy says 403 as well: by that nothing is decided, and an administrator may
        # still let this device in.
        [ "$(fact code)" = device_refused ] || stop \
            '승인되었는지 물을 수 없습니다 (403): 중간의 프록시나 보안 장비가 막았을 수 있습니다. 키는 남겨 두었습니다.' \
            'Whether it was let in could not be asked (403): a proxy between may have refused it. The keys are kept.'
        rm -f "$FOLDER/$NAME.key" "$FOLDER/$NAME.psk" "$FOLDER/$NAME-device.key"
        WHY=$(sed -n 's/.*"reason": *"\(\([^"\\]\|\\.\)*\)".*/\1/p' "$WORK/answer" | sed 's/\\\(.\)/\1/g')
        stop "관리자가 이 기기를 승인하지 않았습니다: $WHY" "An administrator did not let this device in: $WHY"
        ;;
    *) stop '이 기기는 승인되지 않았습니다.' 'This device was not let in.' ;;
    esac
done
GATEWAY=$(sed -n 's/^PublicKey = //p' "$WORK/answer")
SECRETS="private-key $FOLDER/$NAME.key peer $GATEWAY preshared-key $FOLDER/$NAME.psk"
WATCH=$FOLDER/$NAME-watch
sed '/^\[Interface\]/a\
PostUp = wg set %i '"$SECRETS"'\
PostUp = sh '"$WATCH"' %i >/dev/null 2>&1 &
' "$WORK/answer" >"$WORK/conf"
if [ "$ONLY" = 1 ]; then
    # The mark is of the tunnel's own packets: wg-quick gives it with a route for everything. Addresses
    # are still asked for (DHCP), and neighbours.
    # shellcheck disable=SC2016 # what stands in $( ) is wg-quick's
    sed '/^\[Interface\]/a\
PostUp = nft "table inet onmaru_only { chain out { type filter hook output priority 0; policy drop; oifname { lo, %i } accept; meta mark $(wg show %i fwmark) accept; udp dport { 67, 547 } accept; icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } accept; }; }"\
PreDown = nft delete table inet onmaru_only
' "$WORK/conf" >"$WORK/only"
    mv "$WORK/only" "$WORK/conf"
fi
for pause in 1 2 4 8 0; do # what is enrolled by now is not lost to a moment without a line
    STATUS=$(printf '{"pickup":"%s"}' "$PICKUP" | post /certificate.pem) || STATUS=000
    [ "$STATUS" != 200 ] || break
    sleep "${ONMARU_POLL:-$pause}"
done
[ "$STATUS" = 200 ] || stop '인증서를 받지 못했습니다.' 'The certificate could not be fetched.'
mv "$WORK/answer" "$FOLDER/$NAME-device.pem"
mv "$WORK/conf" "$FOLDER/$NAME.conf"

# While the tunnel is on, this says when a session ends soon.
SPOKEN=$(say ko en)
if curl -fsS --max-time 30 -o "$WORK/watch" "$ORIGIN/api/gvpn/watch.sh"; then
    # A file of its own in its place: a shell that runs the one before reads that to its end.
    sed "s/@spoken@/$SPOKEN/" "$WORK/watch" >"$WATCH.next"
    chmod 700 "$WATCH.next"
    mv -f "$WATCH.next" "$WATCH"
fi

# What it says of itself while the tunnel is on: read it, it is short.
if curl -fsS --max-time 30 -o "$WORK/posture" "$ORIGIN/api/gvpn/posture.sh"; then
    mv "$WORK/posture" "$FOLDER/$NAME-posture"
    chmod 700 "$FOLDER/$NAME-posture"
fi

# Each day it is looked whether the certificate is to be renewed. Without a timer: run that line.
RENEW=$FOLDER/$NAME-renew
if curl -fsS --max-time 30 -o "$WORK/renew" "$ORIGIN/api/gvpn/renew.sh"; then
    mv "$WORK/renew" "$RENEW"
    chmod 700 "$RENEW"
fi
UNITS=${ONMARU_UNITS:-}
if [ -z "$UNITS${ONMARU_WIREGUARD:-}" ]; then
    if [ "$SYSTEM" = Darwin ]; then
        UNITS=/Library/LaunchDaemons
    elif [ -d /run/systemd/system ]; then
        UNITS=/etc/systemd/system
    fi
fi
if [ -n "$UNITS" ] && [ "$SYSTEM" = Darwin ]; then
    PLIST=$UNITS/$NAME-renew.plist
    cat >"$PLIST" <<PLIST
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>$NAME-renew</string>
<key>ProgramArguments</key><array><string>/bin/sh</string><string>$RENEW</string></array>
<key>StartInterval</key><integer>86400</integer>
<key>RunAtLoad</key><true/>
</dict></plist>
PLIST
    launchctl bootout "system/$NAME-renew" >/dev/null 2>&1 || :
    launchctl bootstrap system "$PLIST" >/dev/null 2>&1 || UNITS=''
elif [ -n "$UNITS" ]; then
    printf '[Service]\nType=oneshot\nExecStart=/bin/sh %s\n' "$RENEW" >"$UNITS/$NAME-renew.service"
    printf '[Timer]\nOnCalendar=daily\nRandomizedDelaySec=6h\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n' \
        >"$UNITS/$NAME-renew.timer"
    if command -v systemctl >/dev/null 2>&1; then
        systemctl daemon-reload && systemctl enable --now "$NAME-renew.timer" >/dev/null 2>&1 || UNITS=''
    fi
fi
[ -n "$UNITS" ] || say "자동 갱신: 매일 sudo sh $RENEW 를 실행하게 하세요 (crontab)." \
    "To renew by itself, let crontab run each day: sudo sh $RENEW"
# By its path where it lies elsewhere than everybody's wg-quick looks.
if [ "$FOLDER" = /etc/wireguard ]; then UP=$NAME; else UP=$FOLDER/$NAME.conf; fi
say "등록했습니다. 켜기: sudo wg-quick up $UP   끄기: sudo wg-quick down $UP" \
    "Done. On: sudo wg-quick up $UP   off: sudo wg-quick down $UP"
exit 0
}

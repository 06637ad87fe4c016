#!/bin/sh
# Renews this computer's key and certificate for the tunnel of @origin@, from 30 days before their end.
# A timer runs it each day; ONMARU_NOW=1 renews at once. The new key is made here and stays here.
# `curl …/renew.sh | sudo sh -s now` is for a computer that was added long ago: besides, it brings what
# such a computer lacks (a preshared key, this file as it is now, and what stands beside it).
{ # read to its end before anything is done: it puts itself anew, and a line may be cut off
set -eu
umask 077
PATH=$PATH:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin # timers of macOS know the first two only
ORIGIN='@origin@'
NAME=onmaru
BY_HAND=''
if [ "${1:-}" = now ]; then BY_HAND=1 ONMARU_NOW=1; fi
FOLDER=${ONMARU_WIREGUARD:-}
if [ -z "$FOLDER" ] && [ -n "$BY_HAND" ]; then # as enrol.sh chose it
    FOLDER=/etc/wireguard
    if [ "$(uname)" = Darwin ]; then
        BREW=$(command -v wg)
        FOLDER=${BREW%/bin/wg}/etc/wireguard
    fi
fi
FOLDER=${FOLDER:-$(cd "$(dirname "$0")" && pwd)}
BEFORE=$((30 * 86400))

say() { # Korean, then English
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) printf '%s\n' "$1" ;; *) printf '%s\n' "$2" ;; esac
}
stop() {
    say "$1" "$2" >&2
    exit 1
}

CERTIFICATE=$FOLDER/$NAME-device.pem
NEXT=$FOLDER/$NAME.key.new
NEXT_SHARED=$FOLDER/$NAME.psk.new
GATEWAY=$(sed -n 's/^PublicKey = //p' "$FOLDER/$NAME.conf")
[ -r "$CERTIFICATE" ] && [ -r "$FOLDER/$NAME-device.key" ] || stop \
    "$FOLDER 에 이 기기의 인증서가 없습니다. 먼저 등록하세요." \
    "There is no certificate of this device in $FOLDER. Add the device first."
# It stopped between its last two steps.
if [ ! -e "$NEXT" ] && [ -s "$NEXT_SHARED" ]; then mv "$NEXT_SHARED" "$FOLDER/$NAME.psk"; fi
# A key that lies here was sent and its answer did not come: the same is asked again.
if [ "${ONMARU_NOW:-}" != 1 ] && [ ! -s "$NEXT" ] &&
    openssl x509 -in "$CERTIFICATE" -noout -checkend "$BEFORE" >/dev/null; then
    say '아직 갱신할 때가 아닙니다.' 'It is not time yet.'
    exit 0
fi

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
one_line() { openssl base64 -A -in "$1"; }
if [ ! -s "$NEXT" ]; then
    wg genpsk >"$WORK/psk"
    wg genkey >"$WORK/key"
    mv "$WORK/psk" "$NEXT_SHARED"
    mv "$WORK/key" "$NEXT"
fi
PUBLIC=$(wg pubkey <"$NEXT")
SHARED=$(cat "$NEXT_SHARED")
SERIAL=$(openssl x509 -in "$CERTIFICATE" -noout -serial | sed 's/^serial=//' | tr 'A-F' 'a-f')
{
    printf 'onmaru renewal 1\n'
    printf '%s' "$PUBLIC" | openssl base64 -A -d
    printf '%s' "$SHARED" | openssl base64 -A -d
} >"$WORK/said"
openssl dgst -sha256 -sign "$FOLDER/$NAME-device.key" -out "$WORK/signature" "$WORK/said"
STATUS=$(printf '{"serial":"%s","public_key":"%s","preshared_key":"%s","signature":"%s"}' \
    "$SERIAL" "$PUBLIC" "$SHARED" "$(one_line "$WORK/signature")" |
    curl -sS --max-time 30 -o "$WORK/answer" -w '%{http_code}' \
        -H 'Content-Type: application/json' --data-binary @- "$ORIGIN/api/gvpn/renew") || STATUS=000
case $STATUS in
200) ;;
403)
    rm -f "$NEXT" "$NEXT_SHARED"
    stop '이 기기는 갱신할 수 없습니다. 원격접속 화면에서 새로 등록하세요.' \
        'This device cannot be renewed. Add it anew under “Remote access”.'
    ;;
*) stop "지금은 갱신하지 못했습니다 ($STATUS). 내일 다시 시도합니다." "Not renewed now ($STATUS). Tomorrow it is tried again." ;;
esac
openssl x509 -in "$WORK/answer" -noout || stop '받은 인증서를 읽을 수 없습니다.' 'The certificate that came cannot be read.'
mv "$WORK/answer" "$CERTIFICATE"
mv "$NEXT" "$FOLDER/$NAME.key"
mv "$NEXT_SHARED" "$FOLDER/$NAME.psk"
# A computer from before there were preshared keys: without this it would not know its own at the next start.
if ! grep -q 'preshared-key' "$FOLDER/$NAME.conf"; then
    sed "s|^PostUp = wg set %i private-key [^ ]*$|& peer $GATEWAY preshared-key $FOLDER/$NAME.psk|" \
        "$FOLDER/$NAME.conf" >"$WORK/conf"
    mv "$WORK/conf" "$FOLDER/$NAME.conf"
fi
if [ -n "$BY_HAND" ]; then
    SPOKEN=$(say ko en)
    for part in watch posture renew; do
        if curl -fsS --max-time 30 -o "$WORK/part" "$ORIGIN/api/gvpn/$part.sh"; then
            # A file of its own in its place: a shell that runs the one before reads that to its end.
            sed "s/@spoken@/$SPOKEN/" "$WORK/part" >"$FOLDER/$NAME-$part.next"
            chmod 700 "$FOLDER/$NAME-$part.next"
            mv -f "$FOLDER/$NAME-$part.next" "$FOLDER/$NAME-$part"
        fi
    done
    if ! grep -q "$NAME-watch" "$FOLDER/$NAME.conf"; then
        sed '/^\[Interface\]/a\
PostUp = sh '"$FOLDER/$NAME-watch"' %i >/dev/null 2>\&1 \&
' "$FOLDER/$NAME.conf" >"$WORK/conf"
        mv "$WORK/conf" "$FOLDER/$NAME.conf"
    fi
fi

# Open connections go on: the tunnel shakes hands anew with the new key.
DEVICE=${ONMARU_INTERFACE:-$NAME}
if [ -r "/var/run/wireguard/$NAME.name" ]; then DEVICE=$(cat "/var/run/wireguard/$NAME.name"); fi
if wg show "$DEVICE" public-key >/dev/null 2>&1; then
    wg set "$DEVICE" private-key "$FOLDER/$NAME.key" \
        peer "$GATEWAY" preshared-key "$FOLDER/$NAME.psk"
fi
say '갱신했습니다.' 'Renewed.'
exit 0
}

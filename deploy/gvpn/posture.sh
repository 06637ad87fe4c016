#!/bin/sh
# Says as JSON what this computer can tell of itself without guessing: its system, whether the disk that
# it runs from is encrypted, and whether the screen of who sits here locks by itself.
# What cannot be told is "unknown". Nothing else is looked at, and nothing is sent by this file.
set -u
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
SEATS=${ONMARU_SEATS:-/run/user}

plain() { printf '%s' "$1" | tr -d '"\\' | tr -d '[:cntrl:]' | cut -c1-80; }

disk_of() { # PLACE: every layer from its file system down to the disk; one of them encrypts
    source=$(findmnt -nro SOURCE -T "$1" 2>/dev/null) || source=''
    layers=$(lsblk -snro TYPE "${source%%\[*}" 2>/dev/null) || layers=''
    case $layers in '') echo unknown ;; *crypt*) echo on ;; *) echo off ;; esac
}

worse() { # of two answers: off, then unknown, then on
    case "$1$2" in *off*) echo off ;; *unknown*) echo unknown ;; *) echo on ;; esac
}

lock_of() { # PERSON BUS: of GNOME and KDE; others are not known
    if pgrep -x -u "$1" 'gnome-shell' >/dev/null 2>&1; then
        set_of() {
            runuser -u "$1" -- env DBUS_SESSION_BUS_ADDRESS="unix:path=$2" gsettings get "$3" "$4" 2>/dev/null
        }
        locks=$(set_of "$1" "$2" org.gnome.desktop.screensaver lock-enabled)
        idle=$(set_of "$1" "$2" org.gnome.desktop.session idle-delay)
        case "$locks $idle" in 'true uint32 0') echo off ;; 'true uint32 '*) echo on ;; false*) echo off ;; *) echo unknown ;; esac
    elif pgrep -x -u "$1" plasmashell >/dev/null 2>&1; then
        reader=$(command -v kreadconfig6 || command -v kreadconfig5) || reader=''
        [ -n "$reader" ] || { echo unknown; return; }
        locks=$(runuser -u "$1" -- "$reader" --file kscreenlockerrc --group Daemon --key Autolock --default true 2>/dev/null)
        case $locks in true) echo on ;; false) echo off ;; *) echo unknown ;; esac
    else
        echo unknown
    fi
}

if [ "$(uname)" = Darwin ]; then
    SYSTEM="macOS $(sw_vers -productVersion 2>/dev/null)"
    case $(fdesetup status 2>/dev/null) in *'FileVault is On'*) DISK=on ;; *'FileVault is Off'*) DISK=off ;; *) DISK=unknown ;; esac
    sitter=$(stat -f %Su /dev/console 2>/dev/null)
    said=$(launchctl asuser "$(id -u "$sitter")" sudo -u "$sitter" sysadminctl -screenLock status 2>&1)
    case $said in *'screenLock is off'*) LOCK=off ;; *'screenLock delay is'*) LOCK=on ;; *) LOCK=unknown ;; esac
else
    # shellcheck disable=SC1091 # it is this computer's
    SYSTEM=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}")
    DISK=$(worse "$(disk_of /)" "$(disk_of /home)")
    LOCK=''
    for bus in "$SEATS"/*/bus; do
        [ -S "$bus" ] || continue
        seat=${bus%/bus}
        sitter=$(id -nu "${seat##*/}" 2>/dev/null) || continue
        found=$(lock_of "$sitter" "$bus")
        LOCK=$(worse "${LOCK:-on}" "$found")
    done
    LOCK=${LOCK:-unknown}
fi
printf '{"system":"%s","disk":"%s","lock":"%s"}\n' "$(plain "${SYSTEM:-$(uname -sr)}")" "$DISK" "$LOCK"

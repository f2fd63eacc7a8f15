#!/bin/sh
# Puts Groundwork on this machine as a service that opens at boot on the bare display.
set -eu
umask 022
# The service runs under another user: only a Python that belongs to the system will do.
PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin
export PATH

usage() {
    cat <<'TEXT'
Usage: sudo deploy/install.sh [--ears] [--no-start]
       sudo deploy/install.sh --uninstall [--purge]

Installs this tree into /opt/groundwork, makes the user groundwork, and enables the service
kiosk.service, which takes over the display at boot. Run it again after an update, or whenever in
doubt: what is right already is left alone. Settings (/etc/groundwork/settings.toml) are never
overwritten.

  --ears       install what the ears need too (450 MB); they stay off until somebody switches them on
  --no-start   do not start or restart the service now; it starts at the next boot
  --uninstall  remove the program and the service; settings and data stay
  --purge      with --uninstall: remove settings, data and the user too
  --help       show this
TEXT
}

say() { printf 'groundwork: %s\n' "$*"; }
die() {
    printf 'groundwork: %s\n' "$*" >&2
    exit 1
}

start=yes
role=run
uninstall=
purge=
for argument in "$@"; do
    case $argument in
    --ears) role=ears ;;
    --no-start) start= ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help | -h)
        usage
        exit 0
        ;;
    *) die "install.sh knows no $argument; see deploy/install.sh --help." ;;
    esac
done
[ -z "$purge" ] || [ -n "$uninstall" ] || die "--purge goes with --uninstall."
[ "$(id -u)" = 0 ] || die "Only root can install a service: run sudo deploy/install.sh"
command -v systemd-sysusers >/dev/null ||
    die "This machine does not boot with systemd, which starts the kiosk."

home=/opt/groundwork
unit=/etc/systemd/system/kiosk.service
users=/etc/sysusers.d/groundwork.conf
settings=/etc/groundwork/settings.toml
light=/etc/udev/rules.d/99-groundwork-backlight.rules
pins=/etc/udev/rules.d/99-groundwork-gpio.rules
state=/var/lib/groundwork
command=/usr/local/bin/kiosk

# Is this a running system, or a root that somebody prepares for one?
live() { [ -d /run/systemd/system ]; }

if [ -n "$uninstall" ]; then
    if live; then systemctl stop kiosk.service 2>/dev/null || true; fi
    systemctl disable kiosk.service 2>/dev/null || true
    rm -rf "$home" "$unit" "$users" "$light" "$pins" "$command"
    systemctl enable getty@tty1.service
    if live; then
        systemctl daemon-reload
        systemctl start getty@tty1.service || true
    fi
    if [ -n "$purge" ]; then
        rm -rf "$state" /etc/groundwork
        if id groundwork >/dev/null 2>&1; then userdel groundwork; fi
        say "Removed, with settings and data."
    else
        say "Removed. Settings in /etc/groundwork and data in $state are kept (--purge removes them)."
    fi
    exit 0
fi

tree=$(cd "$(dirname "$0")/.." && pwd -P)
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$tree/kiosk/__init__.py")
[ -n "$version" ] || die "This is not a whole tree of Groundwork: $tree/kiosk/__init__.py has no version."

# The same stream names the version and fills its folder, so the same tree lands in the same place.
pack() {
    # shellcheck disable=SC2046  # a list of words is meant
    tar -C "$tree" -cf - --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --mode=u+rwX,go+rX,go-w --exclude=__pycache__ --exclude='*.egg-info' \
        $(cd "$tree" && ls -d kiosk sessions assets deploy pyproject.toml requirements.lock \
            requirements-ears.lock requirements-dev.lock README.md LICENSE CHANGELOG.md 2>/dev/null)
}
release=$home/$version-$(pack | sha256sum | cut -c1-12)

if [ ! -d "$release" ]; then
    say "Copying the program to $release"
    rm -rf "$release.new"
    mkdir -p "$release.new"
    pack | tar -C "$release.new" -xf -
    sync -f "$home"
    mv "$release.new" "$release"
fi
# Ears once installed stay with every update.
[ ! -e "$home/current/.venv/.ready-ears" ] || role=ears
"$release/deploy/bootstrap.sh" "$role"
"$release/.venv/bin/python" -m compileall -q "$release/kiosk"

mkdir -p /etc/sysusers.d /etc/systemd/system /etc/groundwork /etc/udev/rules.d
changed=
if ! cmp -s "$release/deploy/groundwork.sysusers" "$users"; then
    install -m 644 "$release/deploy/groundwork.sysusers" "$users"
fi
systemd-sysusers "$users"
install -d -m 750 -o groundwork -g groundwork "$state"
if ! cmp -s "$release/deploy/99-groundwork-backlight.rules" "$light"; then
    install -m 644 "$release/deploy/99-groundwork-backlight.rules" "$light"
    if live && command -v udevadm >/dev/null; then
        udevadm control --reload || true
        udevadm trigger --subsystem-match=backlight --action=add || true
    fi
fi
if ! cmp -s "$release/deploy/99-groundwork-gpio.rules" "$pins"; then
    install -m 644 "$release/deploy/99-groundwork-gpio.rules" "$pins"
    if live && command -v udevadm >/dev/null; then
        udevadm control --reload || true
        udevadm trigger --subsystem-match=gpio --action=add || true
    fi
fi
if [ ! -e "$settings" ]; then
    install -m 644 "$release/deploy/settings.toml" "$settings"
fi
if ! cmp -s "$release/deploy/kiosk.service" "$unit"; then
    install -m 644 "$release/deploy/kiosk.service" "$unit"
    changed=yes
fi

# The switch is one rename: a power cut leaves the old program or the new one, never neither.
previous=$(readlink "$home/current" || true)
if [ "$previous" != "$release" ]; then
    ln -sfn "$release" "$home/current.new"
    mv -T "$home/current.new" "$home/current"
    sync -f "$home"
    changed=yes
    for old in "$home"/*; do
        case $old in
        "$home/current" | "$release" | "$previous") ;;
        *) rm -rf "$old" ;;
        esac
    done
fi

if [ "$(readlink "$command" || true)" != "$home/current/.venv/bin/kiosk" ]; then
    mkdir -p "$(dirname "$command")"
    ln -sfn "$home/current/.venv/bin/kiosk" "$command"
fi

systemctl disable getty@tty1.service 2>/dev/null || true
systemctl enable kiosk.service 2>/dev/null || die "systemctl could not enable kiosk.service."
if [ -e /etc/systemd/system/display-manager.service ]; then
    say "A desktop starts at boot here and will hold the display: turn it off with" \
        "sudo systemctl disable display-manager.service"
fi
if live && [ -n "$start" ]; then
    systemctl daemon-reload
    if [ -n "$changed" ] || ! systemctl -q is-active kiosk.service; then
        # Not waited for: with no display plugged in the service waits for one.
        systemctl restart --no-block kiosk.service
    fi
    say "Installed. The kiosk opens now; journalctl -u kiosk -f tells what it does."
else
    say "Installed. The kiosk opens at the next boot."
fi

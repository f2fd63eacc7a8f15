#!/bin/sh
# Makes a tree of Groundwork ready to use: the system's packages, then .venv from the lock file.
#
#   deploy/bootstrap.sh run        what the kiosk needs
#   deploy/bootstrap.sh ears       that, and what the ears need
#   deploy/bootstrap.sh test       all of that, and what the checks need
#   deploy/bootstrap.sh nightly    that, and what the long tests need
#
# Ready once, it finds that out in a few milliseconds: .venv/.ready-ROLE holds a digest of all
# that the role was made from, and is written last. An install that was cut short is begun anew.
set -eu

say() { printf 'groundwork: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

role=${1:-}
here=$(dirname "$0")
tree=$(cd "$here/.." && pwd -P)
venv=$tree/.venv
case $role in
run) lists="run" lock=requirements.lock ;;
ears) lists="run" lock=requirements-ears.lock ;;
test) lists="run test" lock=requirements-dev.lock ;;
nightly) lists="run test nightly" lock=requirements-dev.lock ;;
*) die "Say what to get ready: deploy/bootstrap.sh run, ears, test or nightly." ;;
esac

# Digest of everything that a role's readiness came from. The path counts: a venv cannot move.
digest_of() {
    {
        echo "$1 $tree $(readlink -f "$venv/bin/python")"
        cat "$tree/pyproject.toml" "$tree"/requirements*.lock \
            "$tree"/deploy/packages-*.txt "$tree/deploy/bootstrap.sh"
    } | sha256sum
}

ready() {
    [ -e "$venv/.ready-$role" ] && [ -x "$venv/bin/python" ] && [ ! -e "$venv/.filling" ] &&
        [ "$(cat "$venv/.ready-$role")" = "$(digest_of "$role")" ]
}

# Root, or sudo; sudo may ask for a password only where somebody can type one.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# The packages of the named lists that dpkg says are missing, alternatives still as `a|b`.
missing_of() {
    wanted=$(for list in "$@"; do sed 's/#.*//' "$tree/deploy/packages-$list.txt"; done)
    # shellcheck disable=SC2046,SC2086  # a list of words is meant
    present=$(dpkg-query -W -f '${Package}=${db:Status-Status}\n' \
        $(echo $wanted | tr '|' ' ') 2>/dev/null | sed -n 's/=installed$//p') || true
    for entry in $wanted; do
        found=
        for one in $(echo "$entry" | tr '|' ' '); do
            if echo "$present" | grep -qxF "$one"; then found=$one; fi
        done
        [ -n "$found" ] || echo "$entry"
    done
}

# The first alternative that apt knows, or the last.
choose() {
    for one in $(echo "$1" | tr '|' ' '); do
        if apt-cache show "$one" >/dev/null 2>&1; then break; fi
    done
    echo "$one"
}

# apt_install ENTRY...: ends the script with one sentence where it cannot.
apt_install() {
    if ! as_root true 2>/dev/null; then
        die "These system packages are missing and this user may not install them: $*." \
            "Have somebody who may run: sudo apt-get install $(echo "$*" | sed 's/[^ |]*|//g')"
    fi
    say "Installing system packages: $*"
    # Heals a machine that lost its power in the middle of an installation.
    as_root dpkg --configure -a >&2 || true
    as_root apt-get -q update >&2 ||
        say "The lists of packages could not be brought up to date; going on with what is known."
    names=$(for entry in "$@"; do choose "$entry"; done)
    # shellcheck disable=SC2086  # a list of words is meant
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $names >&2 ||
        die "apt could not install the packages named above: see its message. The usual causes" \
            "are no network or a full disk; then run the same command again."
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This is not Debian or Raspberry Pi OS: system packages are yours to install" \
            "(deploy/packages-*.txt names them)."
        return
    fi
    missing=$(missing_of "$@")
    # shellcheck disable=SC2086  # a list of words is meant
    [ -z "$missing" ] || apt_install $missing
}

# Prints "X.Y whole" or "X.Y bare" (no ensurepip) for a Python that will do; else fails.
probe() {
    "$1" -c '
import importlib.util, sys
if not (3, 11) <= sys.version_info[:2] < (3, 14):
    sys.exit(1)
whole = importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")
print("%d.%d" % sys.version_info[:2], "whole" if whole else "bare")
' 2>/dev/null
}

# Sets python to the first command that can make a venv. Fails where there is none.
find_python() {
    for python in python3 python3.13 python3.12 python3.11; do
        case $(probe "$python") in *whole) return 0 ;; esac
    done
    return 1
}

require_python() {
    if find_python; then return; fi
    # A Python without its venv module is how Debian comes: ask for that module alone.
    for python in python3 python3.13 python3.12 python3.11; do
        if found=$(probe "$python"); then
            apt_install "python${found%% *}-venv"
            find_python && return
        fi
    done
    if command -v apt-get >/dev/null && ! command -v python3 >/dev/null; then
        apt_install python3 python3-venv
        find_python && return
    fi
    die "No Python between 3.11 and 3.13 was found (this machine's is" \
        "$(python3 --version 2>/dev/null || echo none)): use Debian 12 or 13 or Raspberry Pi OS" \
        "of the same age, or put python3.11, python3.12 or python3.13 on the PATH."
}

make_venv() {
    # A venv is kept where it is whole: its own Python runs, is of the right age, and has pip.
    if [ -e "$venv/.filling" ] || ! probe "$venv/bin/python" >/dev/null ||
        ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        require_python
        rm -rf "$venv"
        say "Making the Python environment with $(command -v "$python")"
        "$python" -m venv "$venv" ||
            die "$python could not make the environment $venv: see its message; is the disk full?"
    fi
}

fill_venv() {
    if [ -t 2 ]; then bar=on; else bar=off; fi
    say "Installing the Python packages of $lock (a few minutes on a Raspberry Pi)"
    : >"$venv/.filling"
    if ! "$venv/bin/python" -m pip install --no-input --disable-pip-version-check \
        --progress-bar $bar --require-hashes --only-binary :all: -r "$tree/$lock" >&2; then
        rm -f "$venv/.filling" # pip undoes what it could not finish
        die "pip could not install the packages of $lock: see its message. The usual causes are" \
            "no network or a full disk; then run the same command again."
    fi
    # The compatible form is a bare path in a .pth file; the other one imports a finder of its
    # own, and with it pathlib and more, at each start of any Python here.
    "$venv/bin/python" -m pip install --no-input --disable-pip-version-check --quiet --no-deps \
        --no-build-isolation --config-settings editable_mode=compat -e "$tree" >&2 ||
        die "The package itself could not be installed into .venv: see pip's message above."
    sync -f "$venv" # a stamp must not outlive, in a power cut, what it vouches for
    rm -f "$venv/.filling"
}

stamp() {
    digest_of "$1" >"$venv/.ready-$1.new"
    mv "$venv/.ready-$1.new" "$venv/.ready-$1"
}

if ready; then exit 0; fi

# One install at a time; this file is the lock, so that nothing else lies about.
exec 9<"$tree/deploy/bootstrap.sh"
if ! flock -n 9; then
    say "Another installation is at work here; waiting for it."
    flock 9
    if ready; then exit 0; fi
fi

[ "$(getconf LONG_BIT)" = 64 ] ||
    die "This is a 32-bit system, and Kivy has no package for one:" \
        "install the 64-bit Raspberry Pi OS or Debian."
# shellcheck disable=SC2086  # a list of words is meant
install_packages $lists
make_venv
fill_venv
case $role in
run) stamp run ;;
ears) stamp run && stamp ears ;;
test) stamp run && stamp ears && stamp test ;;
nightly) stamp run && stamp ears && stamp test && stamp nightly ;;
esac

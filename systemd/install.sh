#!/bin/sh
# Installs demond as a service of systemd, brings it up to date, or takes it away. What is as it should be stays.
set -eu
umask 022

usage() {
    cat <<'END'
install.sh [OPTION...] [WHEEL | CHECKOUT]

Installs demond, has systemd start it now and at every start, and says what it did. Run again, it changes only what is not as it
should be; with a newer wheel or checkout it brings that, and restarts what plays. Without a name it is the checkout that it lies in.

  --instance NAME   another one beside it, of the unit demond@NAME with /etc/demond/NAME.toml and ports of its own
  --user            for you alone, in your own systemd (systemctl --user), for PipeWire and JACK; without root
  --extras LIST     what comes with it, as "openvino,discovery,link" (openvino; "" for nothing)
  --uninstall       takes it away, with --instance that one alone; configuration and state are kept
  --purge           with --uninstall: configuration and state as well

Nothing is fetched but by pip, which obeys its own settings: with PIP_NO_INDEX=1 PIP_FIND_LINKS=FOLDER it takes everything from a
folder of wheels (made by: pip wheel -w FOLDER 'WHEEL[openvino]' setuptools cffi). $PYTHON is the Python that it is made with (python3).
END
}

say() { echo "demond: $*"; }

fail() {
    echo "demond: $*" >&2
    exit 1
}

main() {
    python=${PYTHON:-python3} extras=openvino instance='' user='' uninstall='' purge='' source='' changed=''
    while [ $# -gt 0 ]; do
        case $1 in
            --instance) instance=${2:?--instance needs a name} && shift ;;
            --extras) extras=${2?--extras needs a list} && shift ;;
            --user) user=--user ;;
            --uninstall) uninstall=1 ;;
            --purge) purge=1 ;;
            -h | --help) usage && exit ;;
            -*) fail "unknown option $1; --help says what there is" ;;
            *) source=$1 ;;
        esac
        shift
    done
    [ -z "$purge" ] || [ -n "$uninstall" ] || fail "--purge goes with --uninstall"
    case $instance in
        demond | *[!A-Za-z0-9_-]*) fail "an instance is named in letters, digits, _ and -, and not demond" ;;
    esac
    command -v systemctl >/dev/null || fail "there is no systemd here; demond itself needs none (README.md)"
    places
    if [ -n "$uninstall" ]; then
        remove
    else
        find_source
        temporary=$(mktemp -d)
        trap 'rm -rf "$temporary"' EXIT
        package
        units
        configuration
        start
    fi
}

control() { systemctl ${user:+"$user"} "$@"; }

places() { # where things are, by who installs
    if [ -n "$user" ]; then
        [ -z "$instance" ] || fail "--instance is for the system's units, not for --user"
        [ "$(id -u)" != 0 ] || fail "--user is for a user, not for root"
        control show-environment >/dev/null || fail "your systemd is not running: log in as you, not by su or sudo"
        prefix=$HOME/.local/lib/demond links=$HOME/.local/bin
        config=${XDG_CONFIG_HOME:-$HOME/.config}/demond unit_folder=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user
        state=${XDG_STATE_HOME:-$HOME/.local/state}/demond
    else
        [ "$(id -u)" = 0 ] || fail "root installs for the machine (sudo sh $0 ...); --user installs for you alone"
        prefix=/opt/demond links=/usr/local/bin config=/etc/demond unit_folder=/etc/systemd/system state=/var/lib/private/demond
    fi
    unit=demond${instance:+@$instance}.service
    [ ! -e "$prefix" ] || [ -e "$prefix/pyvenv.cfg" ] || fail "$prefix is something else, which stays"
}

find_source() {
    here=$(cd "$(dirname "$0")" && pwd)
    [ -n "$source" ] || [ ! -e "$here/../pyproject.toml" ] || source=$here/..
    case $source in
        '') [ -e "$prefix/installed" ] || fail "nothing to install: name a wheel or a checkout" ;;
        *.whl)
            [ -f "$source" ] || fail "$source is no file"
            source=$(cd "$(dirname "$source")" && pwd)/$(basename "$source")
            ;;
        *) [ -f "$source/pyproject.toml" ] || fail "$source is neither a wheel nor a checkout of demond" ;;
    esac
}

needs() { # what the packages of the system must bring
    "$python" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' ||
        fail "demond needs Python 3.11, 3.12 or 3.13, not $("$python" --version 2>&1); PYTHON=... names another"
    missing=''
    "$python" -I -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    "$python" -I -c 'import ctypes; ctypes.CDLL("libportaudio.so.2")' 2>/dev/null || missing="$missing libportaudio2"
    [ -z "$missing" ] || fail "missing; this brings it: apt install$missing"
    include=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("include"))')
    [ "${source%.whl}" != "$source" ] || { command -v gcc >/dev/null && [ -e "$include/Python.h" ]; } ||
        say "note: without a C compiler the audio callback is Python's, with gaps: apt install gcc python3-dev, and again"
    if "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 13))'; then # python-rtmidi has no wheel for it
        if command -v g++ >/dev/null && [ -e "$include/Python.h" ] && pkg-config --exists alsa jack 2>/dev/null; then
            extras=${extras:+$extras,}midi
        else
            say "note: without MIDI, which this Python must compile; for it, and again:" \
                "apt install g++ pkg-config python3-dev libasound2-dev libjack-jackd2-dev"
        fi
    fi
}

CONTENT="pyproject.toml setup.py MANIFEST.in README.md LICENSE engine demond mappings systemd"

fingerprint() { # of what is to be installed, where from and into what
    if [ -f "$source" ]; then
        sha256sum <"$source"
    else
        # shellcheck disable=SC2086
        (cd "$source" && find $CONTENT -type f ! -path '*/__pycache__/*' ! -name '*.so' ! -name '*.o' -print0 |
            sort -z | xargs -0 sha256sum) | sha256sum
    fi
    "$python" --version
    echo "$extras"
}

package() { # the venv, and demond in it
    [ -n "$source" ] || return 0
    needs
    fingerprint >"$temporary/installed"
    cmp -s "$temporary/installed" "$prefix/installed" && return
    wheel=$source
    "$python" -m venv "$prefix"
    pip() { "$prefix/bin/python" -I -m pip --disable-pip-version-check "$@"; }
    if [ ! -f "$source" ]; then # built in a copy: nothing of root's is left in the checkout
        mkdir "$temporary/checkout"
        # shellcheck disable=SC2086
        tar -C "$source" -c --exclude=__pycache__ --exclude='*.so' --exclude='*.o' $CONTENT | tar -C "$temporary/checkout" -x
        say "building the wheel"
        pip wheel -q --no-deps -w "$temporary" "$temporary/checkout"
        wheel=$(echo "$temporary"/*.whl)
    fi
    say "installing $(basename "$wheel") into $prefix${extras:+, with $extras}; this may take minutes"
    if ! pip install -q "$wheel${extras:+[$extras]}"; then
        case $extras in *midi) ;; *) fail "pip could not; what was there is as it was" ;; esac
        say "note: without MIDI, as what it needs cannot be compiled"
        extras=${extras%midi} extras=${extras%,}
        pip install -q "$wheel${extras:+[$extras]}"
    fi
    pip install -q --force-reinstall --no-deps "$wheel" # the same version may be another build
    "$prefix/bin/python" -I -c 'from importlib.metadata import metadata; print(metadata("demond").get_payload())' >"$prefix/README.md"
    cp "$temporary/installed" "$prefix/installed"
    if [ ! -e "$links/demond" ]; then
        mkdir -p "$links"
        ln -s "$prefix/bin/demond" "$links/demond"
    fi
    changed=1
    say "installed $("$prefix/bin/demond" --version)"
}

units() { # those of the version that is installed
    from=$("$prefix/bin/python" -I -c 'import os, demond; print(os.path.dirname(demond.__file__))')/systemd
    for each in "$from${user:+/user}"/*.service; do
        target=$unit_folder/${each##*/}
        cmp -s "$each" "$target" && continue
        install -D -m 644 "$each" "$target"
        changed=1
        say "wrote $target"
    done
    cmp -s "$from/install.sh" "$prefix/install.sh" || install -m 755 "$from/install.sh" "$prefix/install.sh"
}

configuration() { # one that is there stays
    file=$config/${instance:-demond}.toml
    [ ! -e "$file" ] || return 0
    mkdir -p "$config"
    port=9130
    while [ -n "$instance" ] && { [ "$port" = 9130 ] || grep -qsE "^port *= *$port\b" "$config"/*.toml; }; do port=$((port + 10)); done
    "$prefix/bin/demond" config | sed "s/^port = 9130 /port = $port /; s/^port = 9131 /port = $((port + 1)) /" >"$file"
    say "wrote $file, with OSC on port $port"
}

start() {
    if [ -n "$changed" ]; then
        control daemon-reload
        control try-restart demond.service 'demond@*.service' || true
    fi
    if ! control -q is-enabled "$unit" 2>/dev/null || ! control -q is-active "$unit"; then
        control -q enable "$unit"
        control start "$unit" || {
            journalctl ${user:+"$user"} -u "$unit" -n 10 -o cat --no-pager >&2 || true
            fail "$unit does not start"
        }
        changed=1
    fi
    [ -n "$changed" ] || say "everything was as it should be, nothing was changed"
    say "$unit: $(control show -P StatusText "$unit")"
    say "what could be better says: $prefix/bin/demond doctor"
}

forget() { # a unit, and with --purge what it keeps
    control -q disable --now "$1" 2>/dev/null || true
    say "$1 is stopped"
    [ -n "$purge" ] || return 0
    name=${1#demond} name=${name%.service} name=${name#@}
    rm -rf "$config/${name:-demond}.toml" "$state${name:+-$name}"
    [ -n "$user" ] || rm -f "/var/lib/demond${name:+-$name}"
    say "its configuration and state are removed"
}

remove() {
    if [ -n "$instance" ]; then
        forget "$unit"
        return
    fi
    for each in "$config"/*.toml; do # a file of a mapping is no instance
        name=$(basename "$each" .toml)
        [ "$name" = demond ] || [ -n "$user" ] || [ ! -e "$unit_folder/multi-user.target.wants/demond@$name.service" ] ||
            forget "demond@$name.service"
    done
    forget demond.service
    rm -f "$unit_folder/demond.service" "$unit_folder/demond@.service"
    control daemon-reload
    [ "$(readlink "$links/demond")" != "$prefix/bin/demond" ] || rm "$links/demond"
    rm -rf "$prefix"
    [ -z "$purge" ] || rmdir "$config" 2>/dev/null || true
    say "$prefix and the units are removed"
    [ -n "$purge" ] || say "kept: $config and ${state}*"
}

main "$@"

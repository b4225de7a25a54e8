#!/bin/sh
# Starts Plumbline where its window can have a sandbox, and says so where it cannot: Chromium itself would end with a
# fault that tells a person nothing. It never takes the sandbox away.
here=$(dirname "$(readlink -f "$0")")

explain() {
  text="Plumbline cannot open its window here. $1 The same interface runs in a browser: plumbline serve, from the command line package."
  echo "plumbline: $text" >&2
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${PLUMBLINE_QUIET:-}" ]; then
    if command -v zenity >/dev/null 2>&1; then zenity --error --no-markup --title=Plumbline --text="$text"
    elif command -v kdialog >/dev/null 2>&1; then kdialog --title Plumbline --error "$text"
    elif command -v xmessage >/dev/null 2>&1; then xmessage -center "$text"
    fi
  fi
  exit 2
}

if [ "$(id -u)" = 0 ]; then
  explain "As root there would be no sandbox: run it as an ordinary user."
fi

has_sandbox() {
  # A profile of ours lets the app itself make user namespaces where other programs may not.
  [ -e /etc/apparmor.d/plumbline ] && return 0
  [ -u "$here/chrome-sandbox" ] && [ "$(stat -c %u "$here/chrome-sandbox")" = 0 ] && return 0
  command -v unshare >/dev/null 2>&1 || return 0
  unshare --user true 2>/dev/null
}

if ! has_sandbox; then
  explain "This system lets no ordinary program make a user namespace, and there is no setuid helper, so that there would be no sandbox. The deb and rpm packages bring an AppArmor profile that allows it."
fi

# Whoever asks for a window without its sandbox gets one with it.
for argument do
  shift
  case $argument in
    --no-sandbox | --no-zygote | --disable-*-sandbox) ;;
    *) set -- "$@" "$argument" ;;
  esac
done

exec "$here/plumbline-app" "$@"

#!/bin/sh
# The keeper of a scratch place. It makes the place's folder, tells its name, and waits for the end of its standard input, which
# comes when the gate closes it, exits, or is killed in any way. Then it ends every process that works in the folder, and
# removes the folder. It is in a session of its own, so that no Ctrl-C reaches it.
#
#   keeper.sh new <folder to make it in> [<uid>:<gid>]      keeper.sh old <folder that a dead keeper left behind>
set -u
umask 077
trap '' HUP INT QUIT TERM PIPE

# Who opens this for writing without waiting is refused when its reader, which is this process, is gone: the kernel's own word.
keep() { mkfifo "$folder/alive" 2>/dev/null; exec 3<>"$folder/alive"; }

case $1 in
new)
  base=$(cd "$2" && pwd -P) && folder=$(mktemp -d "$base/kcgate-XXXXXXXXXX") || exit 1
  keep && : >"$folder/open" && { [ -z "${3:-}" ] || chown "$3" "$folder" "$folder/open"; } && printf '%s\n' "$folder"
  while read -r _; do :; done
  ;;
old) folder=$2 ;;
*) exit 2 ;;
esac

# Everything in a place is started in its folder. Nothing of it has a terminal: a person's shell that stands there is let be.
members() {
  if [ -d /proc/self/cwd ]; then
    ls -ld /proc/[0-9]*/cwd 2>/dev/null | while IFS= read -r line; do
      case $line in
      *" -> $folder" | *" -> $folder/"*) ;;
      *) continue ;;
      esac
      pid=${line%%/cwd -> *}
      pid=${pid##*/}
      # The list may lie, for a name may hold a line of its own: what counts is what the process itself says.
      case $(readlink "/proc/$pid/cwd" 2>/dev/null) in
      "$folder" | "$folder/"*) ;;
      *) continue ;;
      esac
      read -r stat 2>/dev/null <"/proc/$pid/stat" || continue
      # shellcheck disable=SC2086
      set -- ${stat##*) }
      [ "${5:-}" = 0 ] && printf '%s\n' "$pid"
    done
  else
    lsof -a -u "$(id -u)" -d cwd -F pn 2>/dev/null | while IFS= read -r line; do
      case $line in
      p*) pid=${line#p} ;;
      "n$folder" | "n$folder/"*) case $(ps -o tty= -p "$pid") in *\?*) printf '%s\n' "$pid" ;; esac ;;
      esac
    done
  fi
}

# PostgreSQL's files in /dev/shm that a stopped process has: mapped, or open on the way to it.
shared_memory() {
  { cat "/proc/$1/maps"; ls -l "/proc/$1/fd"; } 2>/dev/null | sed -n 's|.* \(/dev/shm/PostgreSQL\.[0-9]*\)$|\1|p'
}

# From now on nothing starts here any more: whoever is about to looks for this file first.
rm -f "$folder/open"

seen=
shared=
rounds=0
while pids=$(members) && [ -n "$pids" ]; do
  for pid in $pids; do
    kill -STOP "$pid" 2>/dev/null
    shared="$shared $(shared_memory "$pid")"
    case $(ps -o comm= -p "$pid") in
    # A server ends at once when it is told to quit, and gives its shared memory back, which it cannot when it is killed.
    postgres | */postgres) if [ $rounds -lt 100 ]; then name=QUIT; else name=KILL; fi ;;
    *) name=KILL ;;
    esac
    case "$name $seen " in
    QUIT*" $pid "*) ;;
    *) kill -$name "$pid" 2>/dev/null ;;
    esac
    kill -CONT "$pid" 2>/dev/null
    seen="$seen $pid"
  done
  rounds=$((rounds + 1))
  if [ $rounds -gt 600 ]; then
    echo "processes that do not end:" $pids >&2
    exit 1
  fi
  sleep 0.02 2>/dev/null || sleep 1
done

# PostgreSQL that had to be killed, or was while it made its cluster, leaves shared memory that nobody is attached to.
for file in $shared; do rm -f "$file"; done
if [ -r /proc/sysvipc/shm ]; then
  while read -r _ id _ size creator _ attached _; do
    case "$seen " in
    *" $creator "*) [ "$attached" = 0 ] && [ "$size" -lt 4096 ] && ipcrm -m "$id" ;;
    esac
  done </proc/sysvipc/shm
fi

rm -rf "$folder"
[ ! -e "$folder" ]

#!/bin/sh
# The keeper of a scratch place. It makes the place's folder, tells its name, and waits for the end of its standard input, which
# comes when the gate closes it, exits, or is killed in any way. Then it ends every process that works in the folder, and
# removes the folder. It is in a session of its own, so that no Ctrl-C reaches it.
#
#   keeper.sh new <folder to make it in> [<uid>:<gid>]      keeper.sh old <folder that a dead keeper left behind> [<uid>:<gid>]
#   keeper.sh members <folder> [<uid>:<gid>]                keeper.sh shared <pid>…                keeper.sh forget <segment>
#
# <uid>:<gid> is the account of the server, where it is another one. Root without CAP_SYS_PTRACE, as containers have it, is not
# told where the processes of another account stand: whatever asks the kernel about them asks as that account too.
set -u
umask 077
trap '' HUP INT QUIT TERM PIPE

# Runs this script's `members`, `shared` or `forget` as the account of the server: by its standard input, for that account may not be able
# to reach the file. Nothing where there is no such account.
as_account() {
  [ -n "$account" ] || return 0
  if [ "$by" = setpriv ]; then
    setpriv --reuid "${account%:*}" --regid "${account#*:}" --clear-groups /bin/sh -s "$@" <"$0"
  else
    "$NODE" -e 'const [account, ...args] = process.argv.slice(1), [uid, gid] = account.split(":").map(Number);
      process.exitCode = require("child_process").spawnSync("/bin/sh", ["-s", ...args], { uid, gid, stdio: "inherit" }).status ?? 1' \
      "$account" "$@" <"$0"
  fi
}

# Everything in a place is started in its folder. Nothing of it has a terminal: a person's shell that stands there is let be.
own_members() {
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

# Every process of the place, one a line, once or twice.
members() {
  own_members
  as_account members "$folder"
}

# PostgreSQL's files in /dev/shm that stopped processes have: mapped, or open on the way to it.
own_shared_memory() {
  for stopped in "$@"; do
    { cat "/proc/$stopped/maps"; ls -l "/proc/$stopped/fd"; } 2>/dev/null | sed -n 's|.* \(/dev/shm/PostgreSQL\.[0-9]*\)$|\1|p'
  done
}

shared_memory() {
  own_shared_memory "$1"
  as_account shared "$1"
}

# Who opens this for writing without waiting is refused when its reader, which is this process, is gone: the kernel's own word.
keep() { mkfifo "$folder/alive" && command exec 3<>"$folder/alive"; }

account=${3:-}
# BusyBox has a setpriv that cannot do this.
by=$([ -n "$account" ] && setpriv --reuid 0 --regid 0 --clear-groups echo setpriv 2>/dev/null)
case $1 in
new)
  base=$(cd "$2" && pwd -P) && folder=$(mktemp -d "$base/kcgate-XXXXXXXXXX") || exit 1
  # Without `command`, the shell would leave where it cannot open a file, and the folder with it.
  keep && command : >"$folder/open" && { [ -z "$account" ] || chown "$account" "$folder" "$folder/open"; } && printf '%s\n' "$folder" || {
    rm -rf "$folder"
    exit 1
  }
  while read -r _; do :; done
  ;;
old) folder=$2 ;;
members)
  folder=$2
  members
  exit 0
  ;;
shared)
  shift
  own_shared_memory "$@"
  exit 0
  ;;
forget)
  ipcrm -m "$2"
  exit
  ;;
*) exit 2 ;;
esac

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
    *" $creator "*) [ "$attached" = 0 ] && [ "$size" -lt 4096 ] && { ipcrm -m "$id" 2>/dev/null || as_account forget "$id"; } ;;
    esac
  done </proc/sysvipc/shm
fi

rm -rf "$folder"
[ ! -e "$folder" ]

# shellcheck shell=sh disable=SC2154
# Commands that run detached, and what became of them. A part of xfer.
#
# A pass is a directory $XFER_STATE/ID: pid (of the parent), child, started, finished, rc, out, err.

# The directory is made beside its place and moved there: rename onto a directory that holds
# something fails, so exactly one start wins, and a directory is never seen without its launcher.
start() {
  check_id "${1:-}"
  [ $# -ge 2 ] || die 'start needs an ID and a command' 2
  id=$1
  fresh="$XFER_STATE/.new-$id-$$"
  mkdir -p "$fresh"
  echo $$ >"$fresh/pid"
  : >"$fresh/out"
  : >"$fresh/err"
  if ! mv -T "$fresh" "$XFER_STATE/$id" 2>/dev/null; then
    rm -rf "$fresh"
    [ -d "$XFER_STATE/$id" ] || die "cannot write to $XFER_STATE"
    echo '{"state":"exists"}'
    return
  fi
  # No descriptor of the caller may stay open, or the exec that started us would wait for the end.
  setsid "$0" _run "$@" </dev/null >/dev/null 2>&1 &
  echo $! >"$XFER_STATE/$id/pid.new"
  mv "$XFER_STATE/$id/pid.new" "$XFER_STATE/$id/pid"
  echo '{"state":"started"}'
}

# The detached half of start: the parent of the command, which keeps its exit code.
run() {
  id=$1
  dir=$XFER_STATE/$id
  shift
  child='' stops=0 rc=''
  trap 'stops=$((stops + 1)); [ -z "$child" ] || end_group "$child" TERM' TERM
  now_ms >"$dir/started"
  # A pass that outlived its parent must not meet the next one: two writers in place would mix.
  # The descriptor is inherited, so the lock lasts as long as anything of the pass does.
  exec 9>"$XFER_STATE/.lock-${1##*/}"
  if flock -n 9; then
    XFER_ID=$id setsid "$@" </dev/null >>"$dir/out" 2>>"$dir/err" &
    child=$!
    echo "$child" >"$dir/child"
    [ "$stops" -eq 0 ] || end_group "$child" TERM
    wait_for_child
  else
    echo "xfer: an earlier ${1##*/} still runs in this pod" >>"$dir/err"
    rc=75
  fi
  now_ms >"$dir/finished"
  echo "$rc" >"$dir/rc.new"
  mv "$dir/rc.new" "$dir/rc"
  # The log of the container is a second way to learn the end, should exec be forbidden meanwhile.
  echo "{\"pass\":\"$id\",\"rc\":$rc}" 2>/dev/null >>"$XFER_LOG" || :
}

# A trapped signal makes wait return early, so wait again whenever one came. 127: the earlier wait
# had the exit code already.
wait_for_child() {
  seen=$stops
  wait "$child" && rc=0 || rc=$?
  while [ "$seen" -ne "$stops" ]; do
    seen=$stops
    wait "$child" && again=0 || again=$?
    [ "$again" -eq 127 ] || rc=$again
  done
}

# The command has a process group of its own, so that the end of a script takes its children along.
end_group() { kill -s "$2" -- "-$1" 2>/dev/null || kill -s "$2" "$1" 2>/dev/null || :; }

# Whether a process is the launcher or the parent of the pass: pids are used again after a restart.
is_of_pass() {
  [ -n "$1" ] && [ -r "/proc/$1/cmdline" ] || return 1
  case " $(tr '\0\n' '  ' <"/proc/$1/cmdline" 2>/dev/null) " in
    *" start $2 "* | *" _run $2 "*) return 0 ;;
  esac
  return 1
}

is_orphan() {
  [ -n "$1" ] && [ -r "/proc/$1/environ" ] || return 1
  tr '\0' '\n' <"/proc/$1/environ" 2>/dev/null | grep -qx "XFER_ID=$2"
}

# running | done | lost (its container restarted, or its parent was killed) | unknown (never started here)
state_of() {
  dir=$XFER_STATE/$1
  [ -d "$dir" ] || { echo unknown; return; }
  seen=$(seen_of "$1")
  # A process that becomes another program has no command line for a moment: only the second look counts.
  [ "$seen" != lost ] || { sleep 0.2; seen=$(seen_of "$1"); }
  echo "$seen"
}

# One look at a pass that was started.
seen_of() {
  dir=$XFER_STATE/$1
  # The parent is looked for before the exit code: in the other order it could end in between.
  if is_of_pass "$(read_file "$dir/pid")" "$1" && [ ! -f "$dir/rc" ]; then echo running
  elif [ -f "$dir/rc" ]; then echo 'done'
  else echo lost; fi
}

tail_base64() { [ ! -f "$1" ] || tail -c 4096 "$1" | base64 -w0; }

# rsync writes a record per file: what nobody will read any more is given back to the disk, without
# touching the end of the file, which is being written.
trim() {
  size=$(stat -c %s "$1" 2>/dev/null) || return 0
  [ "$size" -lt 4194304 ] || fallocate -p -o 0 -l $((size - 1048576)) "$1" 2>/dev/null || :
}

status() {
  check_id "${1:-}"
  state=$(state_of "$1")
  dir=$XFER_STATE/$1
  trim "$dir/out"
  # A file that is being written is empty for a moment.
  field() {
    value=$(read_file "$dir/$1")
    [ -z "$value" ] || printf ',"%s":%s' "$2" "$value"
  }
  printf '{"id":"%s","state":"%s"' "$1" "$state"
  [ "$state" != 'done' ] || field rc rc
  field started startedAtMs
  field finished finishedAtMs
  printf ',"nowMs":%s,"out":"%s","err":"%s"}\n' "$(now_ms)" "$(tail_base64 "$dir/out")" "$(tail_base64 "$dir/err")"
}

stop() {
  check_id "${1:-}"
  dir=$XFER_STATE/$1
  if is_of_pass "$(read_file "$dir/pid")" "$1"; then
    # Only the parent is told: were it killed with the rest, the exit code would be lost.
    kill -s TERM "$(cat "$dir/pid")" 2>/dev/null || :
  elif is_orphan "$(read_file "$dir/child")" "$1"; then
    end_group "$(cat "$dir/child")" TERM
  fi
  printf '{"state":"%s"}\n' "$(state_of "$1")"
}

forget() {
  check_id "${1:-}"
  [ "$(state_of "$1")" != running ] || die "still running: $1"
  rm -rf "${XFER_STATE:?}/$1"
}

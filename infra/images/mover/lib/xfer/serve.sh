# shellcheck shell=sh disable=SC2154
# The receiving end where nobody is root. A part of xfer.
#
# Without chroot the rsync daemon rewrites symlinks that are absolute or leave the volume, silently. As the far end of
# a remote shell rsync keeps them, so the tunnel starts this for each connection. One line says what is wanted:
#   probe                                whether a pass could begin
#   rsync --server WORD... . /data/      what the sender's rsync gives its remote shell
# The answer is `ready` or `refused: WHY`, a line too; behind `ready` the connection is rsync's. Whoever has the key
# of the run can write to the volume, and must not get further: only words that a pass of ours has are let through.

refuse() {
  echo "refused: $1"
  echo "xfer: refused: $1" >&2
  exit 5
}

is_number() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
}

# What rsync makes of the flags of domain/transfer/rsync.ts; behind `e.` stands what the sender's rsync can do.
is_word_of_pass() {
  case $1 in
    --inplace | --numeric-ids | --no-W | --no-msgs2stderr | --delete-delay | --delete-before | -@-1) ;;
    --checksum-choice=xxh128 | --compress-choice=zstd | --compress-level=1) ;;
    --timeout=*) is_number "${1#*=}" ;;
    --bwlimit=*) is_number "${1#*=}" ;;
    --info=*) case ${1#*=} in '' | *[!A-Z0-9,]*) return 1 ;; esac ;;
    -[!-]*e.*)
      case ${1%%e.*} in -*[!lWHDtpAXrcxS]*) return 1 ;; esac
      case ${1#*e.} in *[!A-Za-z]*) return 1 ;; esac
      ;;
    *) return 1 ;;
  esac
}

# read takes byte by byte, so that nothing of the stream behind the line is lost.
serve() {
  IFS= read -r line || exit 0
  [ -w "$XFER_DATA" ] || refuse "$XFER_DATA cannot be written by uid $(id -u)"
  case $line in
    probe) echo ready; return ;;
    'rsync --server '*' . /data/') ;;
    *) refuse 'not a pass' ;;
  esac
  words=${line#rsync --server }
  words=${words% . /data/}
  set -f
  IFS=' '
  # shellcheck disable=SC2086
  set -- $words
  [ "$words" = "$*" ] || refuse 'words apart by more than a blank'
  for word in "$@"; do
    is_word_of_pass "$word" || refuse "$(printf '%.60s' "$word" | tr -c 'A-Za-z0-9._=,@ /-' '?')"
  done
  cd "$XFER_DATA" || refuse "$XFER_DATA is not there"
  echo ready
  exec rsync --server "$@" . .
}

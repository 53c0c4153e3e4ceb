# shellcheck shell=bash
# What rsync takes for its remote shell: `rsh.sh HOST rsync --server ...`. It hands the command through the tunnel to
# `xfer serve`, and then carries bytes. A part of xfer; bash, which can open a connection by itself.
#
#   rsh.sh --probe     ends with 0 when the other end is ready for a pass
set -u
PORT=${XFER_PORT:-1873}

# 10: what rsync itself says when there is no way to the other end. The tunnel's log knows more.
{ exec 3<>"/dev/tcp/127.0.0.1/$PORT"; } 2>/dev/null || {
  echo "xfer: nobody listens at 127.0.0.1:$PORT" >&2
  exit 10
}

if [ "${1:-}" = --probe ]; then wanted=probe; else wanted="${*:2}"; fi
printf '%s\n' "$wanted" >&3 2>/dev/null
limit=()
[ "$wanted" != probe ] || limit=(-t 10)
IFS= read -r "${limit[@]}" answer <&3 || {
  echo 'xfer: the tunnel gave no answer' >&2
  exit 10
}
case $answer in
  ready) ;;
  *)
    echo "xfer: the receiver $answer" >&2
    exit 5
    ;;
esac
[ "$wanted" != probe ] || exit 0

# Commands in the background have no stdin of their own accord.
exec 4<&0
cat <&3 3>&- 4<&- &
down=$!
cat <&4 >&3 4<&- &
up=$!
# Whichever side ends first ends the connection: one that stays half open would outlive a sender that was killed.
exec 3>&- 4<&- 0<&- 1>&-
wait -n "$down" "$up"
kill "$down" "$up" 2>/dev/null
exit 0

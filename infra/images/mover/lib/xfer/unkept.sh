# shellcheck shell=sh disable=SC2154
# What a receiver that is not root would lose. A part of xfer.

# Counts what a receiver of that uid and gid cannot keep, with the first path of each.
unkept() {
  { is_id "${1:-}" && is_id "${2:-}"; } || die 'unkept needs a uid and a gid' 2
  found=$XFER_STATE/.unkept-$$
  cd "$XFER_DATA" || exit
  # The root of a volume belongs to whoever made the volume, at each end.
  find . -xdev -mindepth 1 -path ./lost+found -prune -o \
    \( ! -uid "$1" -printf 'o%P\0' -o -true \) \
    \( ! -type l ! -group "$2" -printf 'g%P\0' -o -true \) \
    \( \( -type b -o -type c \) -printf 'd%P\0' -o -true \) >"$found" 2>/dev/null || :
  printf '{"unkept":{'
  comma=
  for kind in o:owners g:groups d:devices; do
    letter=${kind%%:*}
    sed -zn "s/^$letter//p" "$found" >"$found.one"
    printf '%s"%s":{"count":%s,"first":"%s"}' "$comma" "${kind#*:}" \
      "$(tr -cd '\0' <"$found.one" | wc -c)" "$(head -zn 1 "$found.one" | tr -d '\0' | base64 -w0)"
    comma=,
  done
  printf '}}\n'
  rm -f "$found" "$found.one"
}

is_id() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
}

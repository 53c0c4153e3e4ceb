# shellcheck shell=sh
# What the pod was granted, and what it has to work with. A part of xfer.

self_check() {
  missing=
  for tool in rsync stunnel bash setsid flock fallocate nice ionice find xargs sort join comm split cut sed grep tr \
    b2sum getfattr stat sync base64 gzip tail; do
    command -v "$tool" >/dev/null || missing="$missing${missing:+,}\"$tool\""
  done
  caps=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
  # Type, block size, all and free blocks, all and free inodes. It is the volume's, not the image's.
  # shellcheck disable=SC2046
  set -- $(stat -f -c '%T %S %b %a %c %d' "$XFER_DATA")
  empty=true
  [ -z "$(find "$XFER_DATA" -mindepth 1 -maxdepth 1 ! -name lost+found -print -quit)" ] || empty=false
  readable=true writable=true
  { [ -r "$XFER_DATA" ] && [ -x "$XFER_DATA" ]; } || readable=false
  [ -w "$XFER_DATA" ] || writable=false
  printf '{"capEff":"%s","uid":%s,"rsync":"%s","missing":[%s],"dataEmpty":%s,"readable":%s,"writable":%s' \
    "$caps" "$(id -u)" "$(rsync --version 2>&1 | base64 -w0)" "$missing" "$empty" "$readable" "$writable"
  printf ',"fileSystem":{"type":"%s","sizeBytes":%s,"freeBytes":%s,"inodes":%s,"freeInodes":%s}}\n' \
    "$1" $(($2 * $3)) $(($2 * $4)) "$5" "$6"
}

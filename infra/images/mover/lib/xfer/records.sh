# shellcheck shell=sh disable=SC2154
# Records of names, which may hold anything but NUL, and the lines that sort and join can work with.
# A part of xfer's manifest.

TAB=$(printf '\t')

# Two records `...<TAB>./path//target` and `...<TAB>./path` become lines. Names are odd so seldom
# that the fields are only taken apart when one is. `//` cannot be part of a path.
# shellcheck disable=SC2016
ESCAPE='
/[\\\n\r]/b odd
/\t\..*\t/b odd
s,//,\t,
b
:odd
s/\\/\\134/g
s/\n/\\012/g
s/\r/\\015/g
s/\t\./\n/
:tab
s/\(\n.*\)\t/\1\\011/
t tab
s/\n/\t./
s,//,\t,'

UNESCAPE='s/\\011/\t/g;s/\\012/\n/g;s/\\015/\r/g;s/\\134/\\/g'

# Records ended by NUL -> sorted lines. A count guards against a half pipeline: sh has no pipefail.
lines_from() {
  sed -z "$ESCAPE" "$1" | tr '\0' '\n' | by "$2" >"$1.lines"
  [ "$(tr -cd '\0' <"$1" | wc -c)" -eq "$(wc -l <"$1.lines")" ] || die "records lost in $1"
  rm "$1"
}

# Sort lines by one field, in a bounded buffer: the pod may be small.
by() { sort -S 64M -t "$TAB" -k "$1,$1" "${2:--s}"; }

# Lines of stdin, escaped paths -> NUL records
names() { tr '\n' '\0' | sed -z "$UNESCAPE"; }

joined() { join -t "$TAB" "$@"; }

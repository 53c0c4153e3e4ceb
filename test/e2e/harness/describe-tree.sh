#!/bin/bash
# Prints all there is to say about every entry below a directory: 12 fields each, each ended by NUL, all in
# base64 since names may be anything. Made of find, stat, getfattr and sha256sum; the mover is not asked.
set -euo pipefail
export LC_ALL=C
cd "$1"
find . -print0 | sort -z | while IFS= read -r -d '' entry; do
  find "$entry" -maxdepth 0 -printf '%p\0%y\0%m\0%U:%G\0%s\0%T@\0%n\0%D:%i\0%l\0%b\0'
  # Access control lists and capabilities are extended attributes, too.
  printf '%s\0' "$(getfattr -h -d -m - -e hex --absolute-names -- "$entry" 2>/dev/null | tail -n +2 | sort)"
  if [ -L "$entry" ]; then printf '\0'
  elif [ -f "$entry" ]; then printf '%s\0' "$(sha256sum < "$entry")"
  elif [ -b "$entry" ] || [ -c "$entry" ]; then printf '%s\0' "$(stat -c %t:%T -- "$entry")"
  else printf '\0'
  fi
done | base64 -w0

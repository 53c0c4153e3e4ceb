#!/bin/bash
# Fills /data with everything that a file system can hold and a copy can lose, and then writes on, as an
# application would. A tree that is there already is left alone: on the target nobody may touch what arrived.
set -eu
cd /data
ended=
trap 'ended=yes' TERM INT
while [ -e .made ] && [ -z "$ended" ]; do
  sleep 3600 &
  wait $! || true
done
[ -z "$ended" ] || exit 0

# Owners and modes
echo owned > owned && chown 1001:2002 owned && chmod 640 owned
echo far > far-owner && chown 2147483646:2147483645 far-owner
cp /bin/true setuid && chown 1001 setuid && chmod 4755 setuid
cp /bin/true setgid && chgrp 2002 setgid && chmod 2755 setgid
mkdir sticky && chmod 1777 sticky
mkdir shared && chown 1001:2002 shared && chmod 2775 shared
echo secret > unreadable && chmod 0000 unreadable
mkdir closed && echo inside > closed/file && chmod 0000 closed
mkdir read-only && echo inside > read-only/file && chmod 0555 read-only

# Links
mkdir -p links/a links/b/deep
echo linked > links/a/one && ln links/a/one links/b/two && ln links/a/one links/b/deep/three
ln -s /etc/hostname links/absolute
ln -s nowhere links/dangling
ln -s ../../../outside links/escaping
ln -s loop links/loop
ln -s b/deep links/directory
ln -P links/dangling links/dangling-too
chown -h 1003:1004 links/absolute && touch -h -d '2003-03-03 03:03:03.030303030' links/absolute

# What hangs on a file beside its content
echo x > attributes && setfattr -n user.comment -v 'in words' attributes
setfattr -n user.binary -v 0x00ff0a0d00 attributes && setfattr -n user.empty attributes
mkdir attributes-too && setfattr -n user.of-directory -v yes attributes-too
echo x > acl && setfacl -m u:1234:rwx,g:4321:r,m::rwx acl
mkdir acl-default && setfacl -m u:1234:rwx -d -m u:1234:rwx,g:4321:rx acl-default
cp /bin/true capability && setcap cap_net_raw,cap_net_bind_service+ep capability

# Contents
: > empty
head -c 3145729 /dev/urandom > noise
truncate -s 64M sparse && printf middle | dd of=sparse bs=1 seek=33554433 conv=notrunc status=none
truncate -s 1M hole
mkdir -p many empty-directory/empty-too
for number in $(seq 60); do echo "$number" > "many/$number"; done

# Neither file nor directory
mkfifo -m 620 fifo && chown 1001 fifo
mknod -m 666 null c 1 3
mknod -m 640 loop-device b 7 99

# Names
mkdir names && cd names
for name in $'new\nline' $'utf-8 \xff\xfe broken' $'\xc3\xa4\xc3\xb6\xe2\x82\xac' '-rf' '--delete' ' spaces ' \
    '*?[a]' '#sharp' "quo'te\"s" 'back\slash' '.hidden' '...' '.rsync-filter' '.noise.a1B2c3' \
    "$(printf 'n%.0s' $(seq 255))"; do
  echo "$name" > "./$name"
done
cd ..
mkdir -p nested/lost+found .rsync-partial '~tmp~'
echo kept > nested/lost+found/kept && echo kept > .rsync-partial/kept && echo kept > '~tmp~/kept'
deep=deep
for _ in $(seq 20); do deep="$deep/$(printf 'd%.0s' $(seq 60))"; done
mkdir -p "$deep" && echo bottom > "$deep/bottom"

# Times, last: all that was made in a directory has changed its own
touch -d '2001-02-03 04:05:06.123456789' owned
touch -d '1969-12-31 23:59:57.5' empty
touch -d '2100-01-01 00:00:00.000000001' noise
touch -d '1999-12-31 23:59:59.999999999' links/b shared names empty-directory

mkdir churn
touch .made

# The same size, the same second, other content: from before the first pass until the end.
number=0
while [ -z "$ended" ]; do
  number=$((number + 1))
  printf '%012d' "$number" > same-second
  touch -d "@1700000000.$(printf '%09d' "$number")" same-second
  echo "$number" > "churn/$number"
  rm -f "churn/$((number - 7))"
  sleep 0.05 &
  wait $! || true
done

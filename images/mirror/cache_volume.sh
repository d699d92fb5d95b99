#!/bin/sh
# Finds the volume of the cache, formats it if it is blank and mounts it. Run at each boot, before the mirror starts.
#
#   overflow-cache-volume [MOUNT_POINT [DEVICE]]
#
# The launch template names it /dev/sdf; on Nitro it is an NVMe disk whose number may be any, so it is found by what it is:
# the one EBS volume that the root does not lie on. A volume that holds anything else is never written to.
# Exit code 78 (EX_CONFIG of sysexits.h) when there is no such volume, or more than one.
set -eu
mount_point=${1:-/var/lib/overflow-mirror/cache}
device=${2:-}
label=overflow-cache

refuse() {
  echo "cache volume: $1" >&2
  exit 78
}

# The disk of a partition, or the disk itself.
disk_of() {
  block=$(readlink -f "/sys/class/block/$(basename "$(readlink -f "$1")")")
  if [ -e "$block/partition" ]; then block=$(dirname "$block"); fi
  echo "/dev/$(basename "$block")"
}

volumes() {
  root=$(disk_of "$(findmnt --noheadings --output SOURCE /)")
  for link in /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol* /dev/sdf /dev/xvdf; do
    case $link in *-part*) continue ;; esac
    [ -b "$link" ] || continue
    disk=$(disk_of "$link")
    [ "$disk" = "$root" ] || echo "$disk"
  done | sort -u
}

if mountpoint -q "$mount_point"; then exit 0; fi
if [ -z "$device" ]; then
  # A volume may be attached a little after the boot: 60 s.
  tries=0
  while device=$(volumes) && [ -z "$device" ] && [ "$tries" -lt 30 ]; do
    tries=$((tries + 1))
    sleep 2
  done
  [ -n "$device" ] || refuse "no EBS volume beside the root's: does the launch template give /dev/sdf (overflow:mirrors cacheGib)?"
  [ "$(echo "$device" | wc -l)" -eq 1 ] || refuse "more than one volume beside the root's: $(echo "$device" | tr '\n' ' ')"
fi

# 0: something is on it; 2: nothing at all; else it cannot tell (blkid(8), low-level probing).
found=0
blkid --probe "$device" >/dev/null || found=$?
case $found in
  0)
    # What the cache's own file system was left like by a crash.
    [ "$(blkid --probe --output value --match-tag LABEL "$device")" = "$label" ] ||
      refuse "$device holds something else: $(blkid --probe "$device")"
    fsck.ext4 -p "$device" || [ $? -le 1 ] || refuse "$device cannot be repaired: let the group replace this VM"
    ;;
  2) mkfs.ext4 -q -m 0 -L "$label" "$device" ;;
  *) refuse "cannot tell what is on $device" ;;
esac
mkdir -p "$mount_point"
mount -o noatime,nodev,nosuid,noexec "$device" "$mount_point"

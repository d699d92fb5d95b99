#!/bin/sh
# Grows the root partition and its file system to the volume's size, which the settings give (rootGib). Run at each boot.
set -eu
source=$(findmnt --noheadings --output SOURCE /)
partition=$(basename "$(readlink -f "$source")")
if [ -e "/sys/class/block/$partition/partition" ]; then
  disk=$(basename "$(dirname "$(readlink -f "/sys/class/block/$partition")")")
  # Exit code 1: nothing to grow (growpart(1)).
  growpart "/dev/$disk" "$(cat "/sys/class/block/$partition/partition")" || [ $? -eq 1 ]
fi
exec /usr/lib/systemd/systemd-growfs /

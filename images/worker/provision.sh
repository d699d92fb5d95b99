#!/bin/sh
# Makes a fresh machine of the base image into a worker's. As root, once, outside the VPC:
#
#   OVERFLOW_HIBERNATION=agent OVERFLOW_OPERATOR_KEYS=keys sh images/worker/provision.sh
#
# OVERFLOW_HIBERNATION    agent (for pools with hibernate: true) or none
# OVERFLOW_OPERATOR_KEYS  authorized_keys of those who may log in by SSH, or none
# OVERFLOW_RECIPE         noted in /opt/overflow/image.json; the Packer file gives the recipe's digest
#
# Exit code 78 (EX_CONFIG of sysexits.h) for a value or a machine that it cannot use.
# shellcheck disable=SC2154
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../base/common.sh"

hibernation=${OVERFLOW_HIBERNATION:?agent or none}
operator_keys=${OVERFLOW_OPERATOR_KEYS:?a file of public keys, or none}
case $hibernation in agent | none) ;; *) refuse "OVERFLOW_HIBERNATION is '$hibernation', allowed are agent and none" ;; esac

choose_system
# shellcheck disable=SC2086
install_packages $worker_packages
install_python worker/requirements.txt
for module in bootstrap.py fetch_settings.py instance_metadata.py master_connection.py; do
  put 0644 "$module" "/opt/overflow/$module"
done
for module in download.py fetch.py; do
  put 0644 "worker/$module" "/opt/overflow/$module"
done
put 0755 worker/overflow-fetch /usr/local/bin/overflow-fetch
put 0644 worker/metadata.nft /etc/overflow/metadata.nft

# Builds run as this user: no shell, no group but its own, no password.
add_user builder /home/builder
install -d -o builder -g builder -m 0700 /home/builder /var/lib/overflow-worker
for unit in overflow-worker.service overflow-resume.service; do
  put 0644 "worker/$unit" "/etc/systemd/system/$unit"
  systemctl enable --quiet "$unit"
done

configure_base
configure_ssh "$operator_keys"
if [ "$hibernation" = agent ]; then install_hibernation; fi
sh "$images/worker/toolchain.sh"
seal worker

#!/bin/sh
# Makes a fresh machine of the base image into a mirror's. As root, once, outside the VPC:
#
#   OVERFLOW_OPERATOR_KEYS=keys sh images/mirror/provision.sh
#
# OVERFLOW_OPERATOR_KEYS  authorized_keys of those who may log in by SSH, or none
# OVERFLOW_RECIPE         noted in /opt/overflow/image.json; the Packer file gives the recipe's digest
#
# Exit code 78 (EX_CONFIG of sysexits.h) for a value or a machine that it cannot use.
# shellcheck disable=SC2154
set -eu
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../base/common.sh"

operator_keys=${OVERFLOW_OPERATOR_KEYS:?a file of public keys, or none}

choose_system
# shellcheck disable=SC2086
install_packages $mirror_packages
# The mirror's own unit runs it, with the mirror's own configuration.
systemctl mask --quiet nginx.service
nginx -V 2>&1 | grep -q -- --with-http_slice_module || refuse "this nginx lacks http_slice_module"
install_python mirror/requirements.txt
put 0644 instance_metadata.py /opt/overflow/instance_metadata.py
for module in bootstrap.py mirror_settings.py ship_logs.py; do
  put 0644 "mirror/$module" "/opt/overflow/mirror/$module"
done
put 0755 mirror/cache_volume.sh /usr/local/sbin/overflow-cache-volume
mkdir -p /etc/overflow
ln -sf "$authorities" /etc/overflow/authorities.pem
put 0644 mirror/sysctl.conf /etc/sysctl.d/91-overflow-mirror.conf

add_user mirror /var/lib/overflow-mirror
for unit in overflow-mirror-cache.service overflow-mirror.service overflow-mirror-renew.service \
  overflow-mirror-renew.timer overflow-mirror-logs.service overflow-mirror-logs.timer; do
  put 0644 "mirror/$unit" "/etc/systemd/system/$unit"
done
systemctl enable --quiet overflow-mirror-cache.service overflow-mirror.service overflow-mirror-renew.timer \
  overflow-mirror-logs.timer

configure_base
configure_ssh "$operator_keys"
seal mirror

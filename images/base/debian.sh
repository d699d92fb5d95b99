# Debian 12 and Ubuntu 24.04: packages and paths. Sourced by common.sh.
# shellcheck disable=SC2034,SC2154
system_python=/usr/bin/python3
authorities=/etc/ssl/certs/ca-certificates.crt
chrony_configuration=/etc/chrony/chrony.conf
chrony_unit=chrony.service
ssh_unit=ssh.service
idle_units="apt-daily.timer apt-daily-upgrade.timer apt-daily.service apt-daily-upgrade.service dpkg-db-backup.timer
  e2scrub_all.timer man-db.timer motd-news.timer systemd-timesyncd.service"
base_packages="ca-certificates chrony cloud-guest-utils dbus e2fsprogs iproute2 nftables openssh-server procps python3
  python3-venv sudo systemd-sysv"
worker_packages="git xz-utils"
mirror_packages="nginx"

export DEBIAN_FRONTEND=noninteractive

install_packages() {
  apt-get -q -o DPkg::Lock::Timeout=300 update
  # shellcheck disable=SC2086
  apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends \
    install $base_packages "$@"
}

install_resolver() {
  if [ -e /usr/lib/systemd/systemd-resolved ]; then return; fi
  apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install systemd-resolved
}

install_hibernation() {
  [ "$system" = ubuntu ] ||
    refuse "Debian has no ec2-hibinit-agent: take Amazon Linux 2023 or Ubuntu as base, or OVERFLOW_HIBERNATION=none"
  apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install acpid ec2-hibinit-agent
  # Source: EC2 guide, "Disable KASLR on an instance (Ubuntu only)".
  mkdir -p /etc/default/grub.d
  # shellcheck disable=SC2016
  echo 'GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT nokaslr"' >/etc/default/grub.d/90-overflow.cfg
  update-grub
  systemctl enable --quiet acpid.service hibinit-agent.service
}

remove_unwanted() {
  found=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null |
    sed -n 's/^ii  *\(cloud-init\|unattended-upgrades\|amazon-ssm-agent\|snapd\|ec2-instance-connect\|popularity-contest\|apport\)$/\1/p')
  # shellcheck disable=SC2086
  [ -z "$found" ] || apt-get -q -y purge $found
  apt-get clean
  rm -rf /var/lib/apt/lists/* /snap /var/snap /var/lib/snapd
}

list_packages() {
  dpkg-query -W -f '${Package} ${Version}\n'
}

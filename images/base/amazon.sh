# Amazon Linux 2023: packages and paths. Sourced by common.sh.
# Its package source is of the release that the base image names, so the same base gives the same packages.
# Source: Amazon Linux 2023 guide, "Deterministic upgrades through versioned repositories".
# shellcheck disable=SC2034
system_python=/usr/bin/python3.11
authorities=/etc/pki/tls/certs/ca-bundle.crt
chrony_configuration=/etc/chrony.conf
chrony_unit=chronyd.service
ssh_unit=sshd.service
idle_units="dnf-makecache.timer update-motd.timer update-motd.service"
base_packages="ca-certificates chrony cloud-utils-growpart e2fsprogs nftables openssh-server procps-ng python3.11 sudo"
worker_packages="git xz"
mirror_packages="nginx"

install_packages() {
  # shellcheck disable=SC2086
  dnf -q -y --setopt=install_weak_deps=False install $base_packages "$@"
}

install_resolver() {
  dnf -q -y install systemd-networkd systemd-resolved
}

install_hibernation() {
  dnf -q -y --setopt=install_weak_deps=False install acpid ec2-hibinit-agent
  systemctl enable --quiet acpid.service hibinit-agent.service
}

remove_unwanted() {
  dnf -q -y remove cloud-init amazon-ssm-agent ec2-instance-connect
  dnf -q clean all
}

list_packages() {
  rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n' | sort
}

# What both images share. Sourced by worker/provision.sh and mirror/provision.sh; POSIX sh.
# Runs as root on a fresh machine of the base image, outside the VPC, or in a root folder (npm run images:check): nothing
# here starts or stops a service, it only says what starts at the next boot.
# shellcheck disable=SC2154

images=$(cd "$(dirname "$0")/.." && pwd)

refuse() {
  echo "provision: $1" >&2
  exit 78
}

# Loads the half that knows the distribution's packages and paths.
choose_system() {
  [ "$(id -u)" -eq 0 ] || refuse "needs root: run it with sudo"
  # An image of a VM with hibernation set up may be unreachable. Source: EC2 guide, "Limitations for hibernation".
  for swap in /swap /swap-hibinit; do
    [ ! -e "$swap" ] || refuse "$swap exists: this machine was set up to hibernate; start from a fresh one of the base image"
  done
  # shellcheck disable=SC1091
  system=$(. /etc/os-release && echo "$ID")
  # shellcheck source=/dev/null
  case $system in
    debian | ubuntu) . "$images/base/debian.sh" ;;
    amzn) . "$images/base/amazon.sh" ;;
    *) refuse "this system is '$system', allowed are debian, ubuntu and amzn (Amazon Linux 2023)" ;;
  esac
  # cloud-init may still be at work on a machine that has just started.
  if command -v cloud-init >/dev/null; then cloud-init status --wait >/dev/null || true; fi
}

# put MODE SOURCE TARGET: a file of root's, its folders made.
put() {
  install -D -o root -g root -m "$1" "$images/$2" "$3"
}

# A Python of its own, with the packages that the file pins by hash: nothing else, and nothing is compiled.
install_python() {
  "$system_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    refuse "$system_python is older than Python 3.11, which the pinned packages ask for"
  "$system_python" -m venv --clear /opt/overflow
  /opt/overflow/bin/pip install --quiet --no-input --disable-pip-version-check --no-cache-dir \
    --require-hashes --only-binary :all: -r "$images/$1"
  /opt/overflow/bin/pip check
}

add_user() {
  getent passwd "$1" >/dev/null ||
    useradd --system --user-group --home-dir "$2" --shell /usr/sbin/nologin "$1"
}

# Network, clock, log, growing disk: what cloud-init and others would do, without a user data that somebody runs.
configure_base() {
  put 0644 base/overflow.network /etc/systemd/network/05-overflow.network
  put 0644 base/resolved.conf /etc/systemd/resolved.conf.d/overflow.conf
  put 0644 base/journald.conf /etc/systemd/journald.conf.d/overflow.conf
  put 0644 base/sysctl.conf /etc/sysctl.d/90-overflow.conf
  put 0644 base/chrony.conf "$chrony_configuration"
  put 0755 base/grow_root.sh /usr/local/sbin/overflow-grow-root
  put 0644 base/overflow-grow-root.service /etc/systemd/system/overflow-grow-root.service
  systemctl enable --quiet "$chrony_unit" overflow-grow-root.service
  # No package source is reachable: what looks for updates only waits and fills the log.
  # shellcheck disable=SC2086
  systemctl mask --quiet $idle_units
}

# SSH for people of the build network (overflow:buildNetwork.operators), by key alone. $1: their authorized_keys, or none.
configure_ssh() {
  if [ "$1" = none ]; then
    systemctl mask --quiet "$ssh_unit" "${ssh_unit%.service}.socket"
    return
  fi
  grep -Eq '^(ssh-ed25519|ecdsa-sha2-|sk-|ssh-rsa) ?' "$1" || refuse "OVERFLOW_OPERATOR_KEYS: $1 holds no public key"
  getent passwd ops >/dev/null || useradd --create-home --shell /bin/bash ops
  install -D -o root -g root -m 0644 "$1" /etc/ssh/operators
  put 0644 base/sshd.conf /etc/ssh/sshd_config.d/10-overflow.conf
  put 0440 base/sudoers /etc/sudoers.d/overflow
  put 0644 base/overflow-ssh-keys.service /etc/systemd/system/overflow-ssh-keys.service
  systemctl enable --quiet overflow-ssh-keys.service "$ssh_unit"
}

# The last step: the image knows nothing of the machine that it was made on, and says what it is.
seal() {
  # Not before: on some systems names do not resolve from here until the next boot.
  install_resolver
  systemctl enable --quiet systemd-networkd.service systemd-resolved.service
  remove_unwanted
  rm -rf /etc/netplan/* /etc/network/interfaces.d/* /var/lib/cloud /var/log/cloud-init* /etc/sudoers.d/90-cloud-init-users
  rm -f /etc/ssh/ssh_host_* /var/lib/dhcp/* /var/lib/systemd/random-seed /root/.ssh/authorized_keys
  # The key that the builder logged in with, and the login.
  for login in admin ubuntu ec2-user; do
    getent passwd "$login" >/dev/null || continue
    rm -rf "$(getent passwd "$login" | cut -d: -f6)/.ssh"
    usermod --lock --shell /usr/sbin/nologin "$login"
  done
  find /var/log -type f -exec truncate -s 0 {} +
  rm -rf /var/log/journal/* /root/.bash_history /root/.cache
  # Empty, not missing: a new id at the first boot, without presetting the units anew. Source: machine-id(5).
  : >/etc/machine-id
  list_packages >/opt/overflow/packages.txt
  printf '{"image": "%s", "system": "%s", "recipe": "%s"}\n' "$1" "$system" "${OVERFLOW_RECIPE:-none}" >/opt/overflow/image.json
  ln -sf ../run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
  echo "provision: the $1 image is ready ($system)"
}

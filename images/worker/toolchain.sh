#!/bin/sh
# Yours: installs what the builds of these workers need (compilers, SDKs, certificates). Run by provision.sh as root while
# package sources are still reachable; a VM has none. Pin what you install. It is part of the image's recipe digest.
# As it stands the builds have git and the system's own tools.
set -eu

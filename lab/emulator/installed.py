"""The list of everything that is laid over moto."""

from . import (
    block_public_access,
    calls,
    dependencies,
    endpoints,
    functions,
    instances,
    launch_templates,
    region_switches,
    run_instances,
    tags,
    vpn_connections,
    vpn_gateways,
)

_PARTS = (
    calls,
    tags,
    instances,
    launch_templates,
    run_instances,
    vpn_connections,
    vpn_gateways,
    endpoints,
    dependencies,
    block_public_access,
    region_switches,
    functions,
)


def install() -> None:
    """Lays all parts over moto, once, before it serves."""
    for part in _PARTS:
        part.install()

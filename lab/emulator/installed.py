"""The list of everything that is laid over moto."""

from . import (
    auto_scaling,
    block_public_access,
    buckets,
    calls,
    dependencies,
    endpoints,
    flow_logs,
    functions,
    instance_refreshes,
    instances,
    keys,
    launch_templates,
    load_balancers,
    managed_policies,
    network_acls,
    region_switches,
    routes,
    run_instances,
    security_groups,
    tags,
    targets,
    vpn_changes,
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
    vpn_changes,
    vpn_gateways,
    routes,
    security_groups,
    network_acls,
    endpoints,
    dependencies,
    block_public_access,
    region_switches,
    functions,
    keys,
    managed_policies,
    load_balancers,
    targets,
    auto_scaling,
    instance_refreshes,
    buckets,
    flow_logs,
)


def install() -> None:
    """Lays all parts over moto, once, before it serves."""
    for part in _PARTS:
        part.install()

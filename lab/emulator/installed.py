"""The list of everything that is laid over moto."""

from . import calls, functions, instances, launch_templates, run_instances, tags, vpn_connections, vpn_gateways


def install() -> None:
    """Lays all parts over moto, once, before it serves."""
    for part in (calls, tags, instances, launch_templates, run_instances, vpn_connections, vpn_gateways, functions):
        part.install()

"""Where Resolver writes the queries of VPCs.

docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverQueryLogConfig.html
"""

import json
from typing import Any

from moto.logs.models import logs_backends
from moto.route53resolver.exceptions import InvalidParameterException, InvalidRequestException
from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse
from moto.s3.models import s3_backends

from .overlay import add, replace
from .resolver_store import new_id
from .world import world


def install() -> None:
    create, associate = (
        Route53ResolverBackend.create_resolver_query_log_config,
        Route53ResolverBackend.associate_resolver_query_log_config,
    )

    def create_resolver_query_log_config(
        self: Any, name: str, destination_arn: str, creator_request_id: str, tags: Any = None
    ) -> Any:
        _need_destination(self, destination_arn)
        config = create(self, name, destination_arn, creator_request_id)
        del self.resolver_query_log_configs[config.id]
        config.id = new_id("rqlc")
        self.resolver_query_log_configs[config.id] = config
        self.tagger.tag_resource(config.arn, tags or [])
        _settle(config, "CREATING", "CREATED")
        return config

    def associate_resolver_query_log_config(
        self: Any, resolver_query_log_config_id: str, resource_id: str
    ) -> Any:
        association = associate(self, resolver_query_log_config_id, resource_id)
        del self.resolver_query_log_config_associations[association.id]
        association.id = new_id("rqlca")
        self.resolver_query_log_config_associations[association.id] = association
        _settle(association, "CREATING", "ACTIVE")
        return association

    replace(Route53ResolverBackend, create_resolver_query_log_config, associate_resolver_query_log_config)
    add(Route53ResolverResponse, delete_resolver_query_log_config, disassociate_resolver_query_log_config)


def _settle(item: Any, before: str, after: str) -> None:
    def settle() -> None:
        if item.status == before:
            item.status = after

    item.status = before
    world.after(world.timings.networkSeconds, settle)


def _need_destination(backend: Any, arn: str) -> None:
    """A log group or a bucket must be there; streams of Firehose are taken as they come."""
    service, name = arn.split(":")[2], arn.split(":", 5)[-1]
    if service == "logs":
        group = name.removeprefix("log-group:").removesuffix(":*")
        there = group in logs_backends[backend.account_id][backend.region_name].groups
    elif service == "s3":
        there = name.split("/")[0] in s3_backends[backend.account_id][backend.partition].buckets
    else:
        there = service == "firehose"
    if not there:
        raise InvalidParameterException(f"[RSLVR-01301] The destination '{arn}' does not exist.")


def delete_resolver_query_log_config(self: Route53ResolverResponse) -> str:
    """First its associations must go."""
    backend = self.route53resolver_backend
    config = backend.get_resolver_query_log_config(self._get_param("ResolverQueryLogConfigId"))
    if any(
        association.resolver_query_log_config_id == config.id
        for association in backend.resolver_query_log_config_associations.values()
    ):
        message = f"The query log config '{config.id}' is associated with a VPC: disassociate it first."
        raise InvalidRequestException(message)
    config.status = "DELETING"

    def gone() -> None:
        backend.resolver_query_log_configs.pop(config.id, None)
        backend.tagger.delete_all_tags_for_resource(config.arn)

    world.after(world.timings.networkSeconds, gone)
    return json.dumps({"ResolverQueryLogConfig": config.description()})


def disassociate_resolver_query_log_config(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    config = backend.get_resolver_query_log_config(self._get_param("ResolverQueryLogConfigId"))
    vpc_id = self._get_param("ResourceId")
    kept = backend.resolver_query_log_config_associations
    association = next(
        (a for a in kept.values() if a.resolver_query_log_config_id == config.id and a.resource_id == vpc_id),
        None,
    )
    if association is None:
        raise InvalidRequestException(
            f"The query log config '{config.id}' is not associated with '{vpc_id}'."
        )
    if association.status != "DELETING":
        association.status = "DELETING"

        def gone() -> None:
            if kept.pop(association.id, None) is not None:
                config.association_count -= 1

        world.after(world.timings.networkSeconds, gone)
    return json.dumps({"ResolverQueryLogConfigAssociation": association.description()})

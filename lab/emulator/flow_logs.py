"""Flow logs to a folder of a bucket, which moto takes for a part of the bucket's name.

docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-create-flow-log.html
"""

from typing import Any

from moto.ec2.exceptions import FlowLogAlreadyExists
from moto.ec2.models.flow_logs import FlowLogsBackend

from .overlay import replace


def install() -> None:
    make = FlowLogsBackend.create_flow_logs

    def create_flow_logs(self: Any, **options: Any) -> Any:
        destination = options.get("log_destination") or ""
        bucket, folder = destination.partition("/")[::2]
        if options.get("log_destination_type") != "s3" or not folder:
            return make(self, **options)
        watched = set(options["resource_ids"])
        if any(f.log_destination == destination and f.resource_id in watched for f in self.flow_logs.values()):
            raise FlowLogAlreadyExists()
        made, refused = make(self, **{**options, "log_destination": bucket})
        for flow_log in made:
            flow_log.log_destination = destination
        return made, refused

    replace(FlowLogsBackend, create_flow_logs)

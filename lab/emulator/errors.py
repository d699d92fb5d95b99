"""AWS error answers in the four forms that clients parse, for failures that moto itself does not make."""

import json
from xml.sax.saxutils import escape

# Services with the EC2 query protocol, and those with AWS query or REST XML, which write errors alike; all
# others speak JSON.
_EC2 = "ec2"
_QUERY = {"iam", "sts", "elbv2", "autoscaling", "sns", "cloudformation", "route53"}

Answer = tuple[int, dict[str, str], str]


def error_answer(service: str, status: int, code: str, message: str) -> Answer:
    """Status, headers and body of an error of `service`, as its protocol writes it."""
    request_id = "00000000-0000-0000-0000-000000000000"
    if service == _EC2:
        body = (
            f"<Response><Errors><Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error></Errors>"
            f"<RequestID>{request_id}</RequestID></Response>"
        )
        return status, {"status": str(status), "Content-Type": "text/xml"}, body
    if service == "s3":
        body = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message><RequestId>{request_id}</RequestId></Error>"
        return status, {"Content-Type": "application/xml"}, body
    if service in _QUERY:
        side = "Sender" if status < 500 else "Receiver"
        body = (
            f"<ErrorResponse><Error><Type>{side}</Type><Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
            f"</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return status, {"status": str(status), "Content-Type": "text/xml"}, body
    headers = {"status": str(status), "Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}
    return status, headers, json.dumps({"__type": code, "message": message})

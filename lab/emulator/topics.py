"""SNS topics and their subscriptions: people must confirm, programs need not; topics show what was set.

docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
"""

import json

from moto.core.responses import ActionResult, EmptyResult
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.responses import SNSResponse

from .overlay import replace

# Whoever reads these must say so before anything is sent. Nobody does in the lab.
_CONFIRMED_BY_HAND = ("email", "email-json", "http", "https")
# Shown only when they were set.
_OPTIONAL = ("SignatureVersion", "TracingConfig")
_FEEDBACK = ("Application", "Firehose", "HTTP", "Lambda", "SQS")


def install() -> None:
    subscribe_at_once = SNSResponse.subscribe
    show = SNSResponse.get_topic_attributes
    write = SNSResponse.set_topic_attributes

    def subscribe(self: SNSResponse) -> ActionResult:
        """A subscription that waits shows its ARN only to who asks for it."""
        arn = subscribe_at_once(self).result["SubscriptionArn"]
        attributes = self.backend.subscriptions[arn].attributes
        if self._get_param("Protocol") in _CONFIRMED_BY_HAND:
            attributes.update(PendingConfirmation=True, ConfirmationWasAuthenticated=False)
        pending = attributes["PendingConfirmation"] and not self._get_bool_param(
            "ReturnSubscriptionArn", False
        )
        return ActionResult({"SubscriptionArn": "pending confirmation" if pending else arn})

    def get_topic_attributes(self: SNSResponse) -> ActionResult:
        attributes = dict(show(self).result["Attributes"])
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        of_topic = [s for s in self.backend.subscriptions.values() if s.topic is topic]
        waiting = sum(s.attributes["PendingConfirmation"] is True for s in of_topic)
        attributes.update(
            SubscriptionsPending=str(waiting), SubscriptionsConfirmed=str(len(of_topic) - waiting)
        )
        attributes.update(SubscriptionsDeleted="0", **topic.__dict__.get("shown", {}))
        named = {name: value for name, value in attributes.items() if value != ""}
        return ActionResult({"Attributes": {**named, "DisplayName": topic.display_name}})

    def set_topic_attributes(self: SNSResponse) -> ActionResult:
        name, value = self._get_param("AttributeName"), self._get_param("AttributeValue", "")
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        if name == "Policy":
            _check_policy(value)
        if name in _OPTIONAL or name.startswith(_FEEDBACK):
            topic.__dict__.setdefault("shown", {})[name] = value
            return EmptyResult()
        return write(self)

    replace(SNSResponse, subscribe, unsubscribe, get_topic_attributes, set_topic_attributes)


def _check_policy(text: str) -> None:
    try:
        policy = json.loads(text)
    except ValueError:
        policy = None
    if not isinstance(policy, dict) or not policy.get("Statement"):
        raise SNSInvalidParameter("Invalid parameter: Policy Error: null")


def unsubscribe(self: SNSResponse) -> EmptyResult:
    """What waits for its confirmation cannot be deleted; AWS forgets it after 48 hours.

    docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
    """
    subscription = self.backend.subscriptions.get(self._get_param("SubscriptionArn"))
    if subscription is None:
        raise SNSNotFoundError("Subscription does not exist")
    if subscription.attributes["PendingConfirmation"] is True:
        raise SNSInvalidParameter(
            "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending "
            "confirmation"
        )
    self.backend.unsubscribe(subscription.arn)
    return EmptyResult()

"""EC2 tags: looked up by resource instead of searched for, which is what makes DescribeInstances fast."""

from typing import Any

from moto.ec2.exceptions import InvalidParameterValueError
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.tags import TagBackend
from moto.ec2.responses.tags import TagResponse
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

from .overlay import replace
from .world import world


def install() -> None:
    replace(TaggedEC2Resource, get_tags)
    keep_tags, drop_tags = TagBackend.create_tags, TagBackend.delete_tags
    answer_create, answer_delete = TagResponse.create_tags, TagResponse.delete_tags

    def create_tags(self: TagBackend, resource_ids: list[str], tags: dict[str, str]) -> bool:
        done = keep_tags(self, resource_ids, tags)
        _note_instances(resource_ids)
        return done

    def delete_tags(self: TagBackend, resource_ids: list[str], tags: dict[str, str]) -> bool:
        done = drop_tags(self, resource_ids, tags)
        _note_instances(resource_ids)
        return done

    replace(TagBackend, create_tags, delete_tags)
    replace(TagResponse, _checked(answer_create, "create_tags"), _checked(answer_delete, "delete_tags"))


def get_tags(self: TaggedEC2Resource) -> list[dict[str, str]]:
    """The tags of this resource, in moto's own form."""
    tags = self.ec2_backend.tags.get(self.id)  # type: ignore[attr-defined]
    if not tags:
        return []
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(self.id), "")  # type: ignore[attr-defined]
    return [
        {"resource_id": self.id, "key": key, "value": value, "resource_type": kind}  # type: ignore[attr-defined]
        for key, value in tags.items()
    ]


def _checked(answer: Any, name: str) -> Any:
    """Refuses unknown instances and the prefix aws:, which is AWS's.

    docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
    """

    def guarded(self: TagResponse) -> Any:
        for tag in self._get_param("Tags", []):
            if tag["Key"].startswith("aws:"):
                raise InvalidParameterValueError(tag["Key"])
        for resource_id in self._get_param("Resources", []):
            if resource_id.startswith("i-"):
                self.ec2_backend.get_instance(resource_id)
        return answer(self)

    guarded.__name__ = name
    return guarded


def _note_instances(resource_ids: list[str]) -> None:
    if any(resource_id.startswith("i-") for resource_id in resource_ids):
        world.instances_changed()

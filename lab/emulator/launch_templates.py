"""Launch templates as EC2 keeps them: exact data, versions that can be deleted, `$Latest` and `$Default`.

docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html and the pages of its siblings
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidLaunchTemplateVersionNotFound
from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateBackend, LaunchTemplateVersion
from moto.ec2.responses import EC2Response
from moto.ec2.responses.launch_templates import LaunchTemplates
from moto.ec2.utils import parse_user_data

from .overlay import add, replace


def install() -> None:
    replace(LaunchTemplate, create_version, get_version, default_version)
    describe = LaunchTemplateBackend.describe_launch_templates

    def describe_launch_templates(
        self: Any, template_names: Any = None, template_ids: Any = None, filters: Any = None
    ) -> Any:
        for template_id in template_ids or []:
            self.get_launch_template(template_id)
        return describe(self, template_names, template_ids, filters)

    replace(LaunchTemplateBackend, describe_launch_templates)
    replace(LaunchTemplates, create_launch_template)
    add(LaunchTemplates, delete_launch_template_versions)


def template_version(backend: Any, specification: dict[str, Any] | None) -> LaunchTemplateVersion | None:
    """The version that a LaunchTemplateSpecification names; None without one. Raises EC2's errors."""
    if not specification:
        return None
    if specification.get("LaunchTemplateId"):
        template = backend.get_launch_template(specification["LaunchTemplateId"])
    elif specification.get("LaunchTemplateName"):
        template = backend.get_launch_template_by_name(specification["LaunchTemplateName"])
    else:
        raise EC2ClientError("MissingParameter", "Specify a launch template id or name.")
    return template.get_version(specification.get("Version") or "$Default")


def create_version(self: LaunchTemplate, data: dict[str, Any], description: str) -> LaunchTemplateVersion:
    """Numbers are never given twice, also after deletions."""
    data = dict(data)
    if data.get("UserData") is not None and isinstance(data["UserData"], str | bytes):
        data["UserData"] = parse_user_data(data["UserData"])
    number = getattr(self, "last_number", 0) + 1
    self.last_number = number  # type: ignore[attr-defined]
    version = LaunchTemplateVersion(self, number, data, description)
    self.versions.append(version)
    return version


def get_version(self: LaunchTemplate, num: Any) -> LaunchTemplateVersion:
    wanted = str(num)
    if wanted == "$Latest":
        return self.versions[-1]
    if wanted == "$Default":
        return self.default_version()
    for version in self.versions:
        if str(version.number) == wanted:
            return version
    raise InvalidLaunchTemplateVersionNotFound(template_id=self.id, version=num)


def default_version(self: LaunchTemplate) -> LaunchTemplateVersion:
    return next(version for version in self.versions if version.number == self.default_version_number)


def create_launch_template(self: EC2Response) -> ActionResult:
    """Unlike moto, the template's own tags do not enter the data of its first version."""
    tags = self._parse_tag_specification()
    data = dict(self._get_param("LaunchTemplateData", {}))
    self.error_on_dryrun()
    description = self._get_param("VersionDescription")
    template = self.ec2_backend.create_launch_template(
        self._get_param("LaunchTemplateName"), description, data, tags
    )
    return ActionResult(
        {
            "LaunchTemplate": {
                "CreateTime": template.create_time,
                "CreatedBy": f"arn:{self.partition}:iam::{self.current_account}:root",
                "DefaultVersionNumber": template.default_version_number,
                "LatestVersionNumber": template.latest_version_number,
                "LaunchTemplateId": template.id,
                "LaunchTemplateName": template.name,
                "Tags": template.get_tags(),
            }
        }
    )


def delete_launch_template_versions(self: EC2Response) -> ActionResult:
    """The default version stays.

    docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
    """
    name, template_id = self._get_param("LaunchTemplateName"), self._get_param("LaunchTemplateId")
    backend = self.ec2_backend
    template = backend.get_launch_template_by_name(name) if name else backend.get_launch_template(template_id)
    self.error_on_dryrun()
    deleted, refused = [], []
    for wanted in self._get_param("Versions", []):
        item = {
            "LaunchTemplateId": template.id,
            "LaunchTemplateName": template.name,
            "VersionNumber": int(wanted),
        }
        version = next((v for v in template.versions if str(v.number) == str(wanted)), None)
        if version is None:
            error = {
                "Code": "launchTemplateVersionDoesNotExist",
                "Message": f"Version {wanted} does not exist.",
            }
            refused.append({**item, "ResponseError": error})
        elif version.number == template.default_version_number:
            error = {
                "Code": "unexpectedError",
                "Message": "The default version of a template cannot be deleted.",
            }
            refused.append({**item, "ResponseError": error})
        else:
            template.versions.remove(version)
            deleted.append(item)
    return ActionResult(
        {
            "SuccessfullyDeletedLaunchTemplateVersions": deleted,
            "UnsuccessfullyDeletedLaunchTemplateVersions": refused,
        }
    )

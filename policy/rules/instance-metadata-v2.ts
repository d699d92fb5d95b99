import { controls } from "../controls";
import { expect } from "../expect";
import { type ResourceFacts } from "../facts/resource";
import { ofTypes, refused, type Rule, undetermined } from "../rule";

const property = "metadataOptions";
const fix = 'Set metadataOptions to { httpTokens: "required", httpPutResponseHopLimit: 1 }.';
const reason = "A build that can be made to send a request could otherwise read the machine's credentials.";

export const instanceMetadataV2: Rule = {
  id: "instance-metadata-v2",
  title: "Machines answer metadata requests with a session token only (IMDSv2), one hop away.",
  control: controls.machineIdentity,
  severity: "high",
  cause:
    "A launch template or instance that does not require tokens, or whose answers travel more than one hop.",
  fix,
  judges: ofTypes("aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"),
  check(resource: ResourceFacts) {
    const options = resource.props.object(property);
    if (options.state === "unknown") return [undetermined([resource, property], options, reason, fix)];
    if (options.state === "absent") return [refused([resource, property], "not set", reason, fix)];
    return [
      ...expect({
        ...{
          resource,
          property: `${property}.httpTokens`,
          fact: options.value.text("httpTokens"),
          reason,
          fix,
        },
        accepts: (tokens) => tokens === "required",
        absentIs: "refused",
      }),
      ...expect({
        ...{ resource, property: `${property}.httpPutResponseHopLimit`, reason, fix },
        fact: options.value.number("httpPutResponseHopLimit"),
        accepts: (hops) => hops === 1,
        absentIs: "refused",
      }),
    ];
  },
};

import { type RequestLaunchTemplateData, type ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import { blocks, textMap } from "../../properties";
import { type Props } from "../../values";
import { awsShape, pulumiShape, type Renames } from "../naming";
import { tagList, tagsAll } from "./common";

/** Inputs of `aws.ec2.LaunchTemplate` that are in a version's data. */
export const dataKeys = [
  "blockDeviceMappings",
  "capacityReservationSpecification",
  "cpuOptions",
  "creditSpecification",
  "disableApiStop",
  "disableApiTermination",
  "ebsOptimized",
  "enclaveOptions",
  "hibernationOptions",
  "iamInstanceProfile",
  "imageId",
  "instanceInitiatedShutdownBehavior",
  "instanceMarketOptions",
  "instanceRequirements",
  "instanceType",
  "kernelId",
  "keyName",
  "licenseSpecifications",
  "maintenanceOptions",
  "metadataOptions",
  "monitoring",
  "networkInterfaces",
  "networkPerformanceOptions",
  "placement",
  "privateDnsNameOptions",
  "ramDiskId",
  "securityGroupNames",
  "tagSpecifications",
  "userData",
  "vpcSecurityGroupIds",
] as const;

/** Names that do not follow the rule. */
const renames: Renames = {
  enableResourceNameDnsAaaaRecord: "EnableResourceNameDnsAAAARecord",
  ipv4AddressCount: "SecondaryPrivateIpAddressCount",
  securityGroupNames: "SecurityGroups",
  vpcSecurityGroupIds: "SecurityGroupIds",
};

/** Within a network interface, the groups have another name. */
const interfaceRenames: Renames = { ...renames, securityGroups: "Groups" };

export function launchTemplateData(inputs: Props): RequestLaunchTemplateData {
  const {
    tagSpecifications: _tags,
    networkInterfaces: _interfaces,
    ...plain
  } = Object.fromEntries(dataKeys.map((key) => [key, inputs[key]]));
  const interfaces = blocks(inputs, "networkInterfaces").map(({ ipv6Addresses, ...rest }) => ({
    ...awsShape(rest, interfaceRenames),
    Ipv6Addresses: Array.isArray(ipv6Addresses)
      ? ipv6Addresses.map((Ipv6Address: unknown) => ({ Ipv6Address }))
      : undefined,
  }));
  const tags = blocks(inputs, "tagSpecifications").map((specification) => ({
    ResourceType: specification.resourceType,
    Tags: tagList(textMap(specification, "tags")),
  }));
  return {
    ...awsShape(plain, renames),
    ...(interfaces.length > 0 ? { NetworkInterfaces: interfaces } : {}),
    ...(tags.length > 0 ? { TagSpecifications: tags } : {}),
  } as RequestLaunchTemplateData;
}

/** A version's data as AWS has it; settings that it lacks are null. */
export function launchTemplateProps(data: ResponseLaunchTemplateData): Props {
  const { TagSpecifications: tags, NetworkInterfaces: interfaces, ...plain } = data;
  const none = Object.fromEntries(dataKeys.map((key) => [key, null]));
  return {
    ...none,
    ...pulumiShape(plain, renames),
    ...(interfaces === undefined || interfaces.length === 0
      ? {}
      : { networkInterfaces: interfaces.map((item) => pulumiShape(item, interfaceRenames)) }),
    ...(tags === undefined || tags.length === 0
      ? {}
      : {
          tagSpecifications: tags.map(({ ResourceType, Tags }) => ({
            resourceType: ResourceType,
            tags: tagsAll(Tags),
          })),
        }),
  };
}

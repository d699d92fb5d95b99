import { resource, unknownFlag, unknownList, unknownObject, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const template = (blockDeviceMappings: unknown) =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { blockDeviceMappings });
const disk = (ebs: unknown) => template([{ deviceName: "/dev/xvda", ebs }]);
const encrypted = "blockDeviceMappings[0].ebs.encrypted";
const instance = (props: object) => resource("aws:ec2/instance:Instance", "vm", { ...props });

export const cases: RuleCases = {
  accepts: {
    "an encrypted disk whose key does not exist yet": {
      resources: [disk({ encrypted: "true", kmsKeyId: unknownText })],
    },
    "a mapping that takes a disk away": {
      resources: [template([{ deviceName: "/dev/sdb", noDevice: "true" }])],
    },
    "an instance with encrypted disks": {
      resources: [instance({ rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: true }] })],
    },
    "an encrypted volume": { resources: [resource("aws:ebs/volume:Volume", "disk", { encrypted: true })] },
  },
  refuses: {
    "a template that leaves the disks to the image": {
      resources: [template(undefined)],
      finds: [["refused", "template", "blockDeviceMappings"]],
    },
    "a disk that is not encrypted": {
      resources: [disk({ encrypted: "false" })],
      finds: [["refused", "template", encrypted]],
    },
    "a disk that does not say": {
      resources: [disk({ volumeSize: 100 })],
      finds: [["refused", "template", encrypted]],
    },
    "a disk of which it is not known": {
      resources: [disk({ encrypted: unknownFlag })],
      finds: [["undetermined", "template", encrypted]],
    },
    "disks of which nothing is known": {
      resources: [template(unknownList)],
      finds: [["undetermined", "template", "blockDeviceMappings"]],
    },
    "a disk of which nothing is known": {
      resources: [disk(unknownObject)],
      finds: [["undetermined", "template", "blockDeviceMappings[0].ebs"]],
    },
    "an instance's second disk": {
      resources: [
        instance({ rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ encrypted: false }] }),
      ],
      finds: [["refused", "vm", "ebsBlockDevices[0].encrypted"]],
    },
    "an instance that leaves its disk to the image": {
      resources: [instance({})],
      finds: [["refused", "vm", "rootBlockDevice"]],
    },
    "a volume": {
      resources: [resource("aws:ebs/volume:Volume", "disk", {})],
      finds: [["refused", "disk", "encrypted"]],
    },
  },
};

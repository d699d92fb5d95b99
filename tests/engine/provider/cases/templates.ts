import { type LifeCase } from "../world";

export const templateCases: readonly LifeCase[] = [
  {
    token: "aws:ec2/launchTemplate:LaunchTemplate",
    async prepare(world) {
      const vpc = await world.vpc();
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          imageId: "ami-0123456789abcdef0",
          instanceType: "m7i.xlarge",
          updateDefaultVersion: true,
          vpcSecurityGroupIds: [group.id],
          iamInstanceProfile: { name: "builder" },
          hibernationOptions: { configured: true },
          instanceInitiatedShutdownBehavior: "stop",
          metadataOptions: {
            httpEndpoint: "enabled",
            httpTokens: "required",
            httpPutResponseHopLimit: 1,
            instanceMetadataTags: "enabled",
          },
          blockDeviceMappings: [
            {
              deviceName: "/dev/xvda",
              ebs: { volumeSize: 100, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
            },
          ],
          monitoring: { enabled: false },
          tagSpecifications: [
            { resourceType: "instance", tags: { "overflow:pool": "linux64" } },
            { resourceType: "volume", tags: { "overflow:pool": "linux64" } },
          ],
        },
        expected: { latestVersion: 1, defaultVersion: 1 },
        updates: [{ instanceType: "m7i.2xlarge" }, { description: "second" }],
        replacements: { name: "other" },
      };
    },
  },
  {
    token: "aws:ec2/launchTemplate:LaunchTemplate",
    async prepare(world) {
      const vpc = await world.vpc();
      const subnet = await world.subnet(vpc);
      const group = await world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
      return {
        inputs: {
          namePrefix: "bld-",
          instanceType: "m7i.large",
          networkInterfaces: [
            {
              deviceIndex: 0,
              subnetId: subnet.id,
              securityGroups: [group.id],
              associatePublicIpAddress: "false",
              deleteOnTermination: "true",
            },
          ],
        },
        updates: [{ instanceType: "m7i.xlarge" }],
      };
    },
  },
];

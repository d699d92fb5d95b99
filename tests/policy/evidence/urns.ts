const urn = (type: string, name: string): string => `urn:pulumi:test::overflow::aws:ec2/${type}::${name}`;
export const urns = {
  pool: urn("launchTemplate:LaunchTemplate", "linux"),
  gateway: urn("internetGateway:InternetGateway", "igw"),
  group: urn("securityGroup:SecurityGroup", "workers"),
} as const;

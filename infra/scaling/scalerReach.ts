/** The things that the scaler may touch, by ARN. */
export interface ScalerReach {
  readonly account: string;
  readonly region: string;
  readonly environment: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly tableName: string;
  readonly keyArn: string;
  readonly secretArns: readonly string[];
  /** The VPC from which alone the scaler's code may call. */
  readonly vpcId: string;
  readonly subnetArns: readonly string[];
  readonly securityGroupArns: readonly string[];
  readonly launchTemplateArns: readonly string[];
  /** AMI ids of the pools. */
  readonly images: readonly string[];
  /** Instance types of the pools. */
  readonly instanceTypes: readonly string[];
  /** Roles of the pools' instance profiles. */
  readonly workerRoleArns: readonly string[];
}

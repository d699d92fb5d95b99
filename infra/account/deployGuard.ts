import { type Statement } from "../iam";

/**
 * What no deploy may do, whatever another statement says: open a way to or from the internet or another network, share what is stored, read
 * what VMs were told, leave the boundary. Sources: VPC, EC2 and IAM guides; service authorization reference.
 */
export function neverStatements(): readonly Statement[] {
  return [
    {
      Sid: "NoWayOut",
      Effect: "Deny",
      Action: [
        "ec2:AcceptTransitGateway*",
        "ec2:AcceptVpcPeeringConnection",
        "ec2:AllocateAddress",
        "ec2:AssociateAddress",
        "ec2:AttachInternetGateway",
        "ec2:AuthorizeClientVpnIngress",
        "ec2:Create*InternetGateway",
        "ec2:CreateCarrierGateway",
        "ec2:CreateClientVpn*",
        "ec2:CreateInstanceConnectEndpoint",
        "ec2:CreateNatGateway",
        "ec2:CreateTransitGateway*",
        "ec2:CreateVerifiedAccess*",
        "ec2:CreateVpcEndpointServiceConfiguration",
        "ec2:CreateVpcPeeringConnection",
        "ec2:*VpcBlockPublicAccessExclusion",
        "ec2:EnableVgwRoutePropagation",
        "ec2:EnableSerialConsoleAccess",
      ],
      Resource: "*",
    },
    {
      Sid: "NoPublicAddress",
      Effect: "Deny",
      Action: "ec2:RunInstances",
      Resource: "arn:aws:ec2:*:*:network-interface/*",
      Condition: { Bool: { "ec2:AssociatePublicIpAddress": "true" } },
    },
    {
      Sid: "NothingShared",
      Effect: "Deny",
      Action: [
        "ec2:CopyImage",
        "ec2:CopySnapshot",
        "ec2:CreateImage",
        "ec2:CreateSnapshot*",
        "ec2:CreateStoreImageTask",
        "ec2:ExportImage",
        "ec2:ModifyImageAttribute",
        "ec2:ModifySnapshotAttribute",
        "lambda:*FunctionUrlConfig",
        "s3:PutBucketAcl",
        "s3:PutBucketWebsite",
        "s3:PutObjectAcl",
        "s3:PutReplicationConfiguration",
        "s3:CreateAccessPoint*",
      ],
      Resource: "*",
    },
    {
      Sid: "NoLookInside",
      Effect: "Deny",
      Action: [
        "ec2:DescribeInstanceAttribute",
        "ec2:GetConsole*",
        "ec2:GetLaunchTemplateData",
        "ec2:GetPasswordData",
        "ec2:ModifyInstanceAttribute",
        "ec2:ModifyInstanceMetadataOptions",
      ],
      Resource: "*",
    },
    {
      Sid: "NoRoleWithoutBoundary",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:CreatePolicy*", "iam:SetDefaultPolicyVersion"],
      Resource: "*",
    },
  ];
}

/**
 * The region's switches, for the account's one owner of them (`overflow:regionGuard: owner`); everybody else reads them only. Each can be
 * closed and none opened, as far as the actions tell: AWS has no condition key for the mode that block public access is set to.
 */
export function regionGuardStatements(): readonly Statement[] {
  return [
    {
      Sid: "CloseRegion",
      Effect: "Allow",
      Action: [
        "ec2:ModifyVpcBlockPublicAccessOptions",
        "ec2:DisableSerialConsoleAccess",
        "ec2:EnableEbsEncryptionByDefault",
        "ec2:ModifyEbsDefaultKmsKeyId",
        "ec2:EnableImageBlockPublicAccess",
        "ec2:EnableSnapshotBlockPublicAccess",
        "ec2:ModifyInstanceMetadataDefaults",
        "ec2:EnableAllowedImagesSettings",
        "ec2:ReplaceImageCriteriaInAllowedImagesSettings",
      ],
      Resource: "*",
    },
  ];
}

/** Whether the region's switches stand as they should: owner and asserters alike look. */
export function regionSwitchReads(): readonly Statement[] {
  return [
    {
      Sid: "LookAtRegion",
      Effect: "Allow",
      Action: [
        "ec2:GetAllowedImagesSettings",
        "ec2:GetEbsDefaultKmsKeyId",
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetImageBlockPublicAccessState",
        "ec2:GetInstanceMetadataDefaults",
        "ec2:GetSerialConsoleAccessStatus",
        "ec2:GetSnapshotBlockPublicAccessState",
      ],
      Resource: "*",
    },
  ];
}

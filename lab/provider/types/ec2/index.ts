import { type ResourceType } from "../../resourceType";
import { customerGateway } from "./customerGateway";
import { vpcDhcpOptions, vpcDhcpOptionsAssociation } from "./dhcpOptions";
import { flowLog } from "./flowLog";
import { launchTemplate } from "./launchTemplate";
import { managedPrefixList } from "./managedPrefixList";
import { defaultNetworkAcl, networkAcl } from "./networkAcl";
import { networkAclRule } from "./networkAclRule";
import { allowedImagesSettings, defaultKmsKey, instanceMetadataDefaults } from "./regionDefaults";
import {
  encryptionByDefault,
  imageBlockPublicAccess,
  serialConsoleAccess,
  snapshotBlockPublicAccess,
  vpcBlockPublicAccessOptions,
} from "./regionSwitches";
import { route } from "./route";
import { defaultRouteTable, routeTable } from "./routeTable";
import { routeTableAssociation } from "./routeTableAssociation";
import { defaultSecurityGroup, securityGroup } from "./securityGroup";
import { securityGroupEgressRule, securityGroupIngressRule } from "./securityGroupRule";
import { subnet } from "./subnet";
import { tag } from "./tag";
import { vpc } from "./vpc";
import { vpcEndpoint } from "./vpcEndpoint";
import { vpnConnection } from "./vpnConnection";
import { vpnConnectionRoute } from "./vpnConnectionRoute";
import { vpnGateway, vpnGatewayAttachment, vpnGatewayRoutePropagation } from "./vpnGateway";

/** What the EC2 API serves; in @pulumi/aws the modules ec2, vpc and ebs. */
export const types: readonly ResourceType[] = [
  allowedImagesSettings,
  customerGateway,
  defaultKmsKey,
  defaultNetworkAcl,
  defaultRouteTable,
  defaultSecurityGroup,
  encryptionByDefault,
  flowLog,
  imageBlockPublicAccess,
  instanceMetadataDefaults,
  launchTemplate,
  managedPrefixList,
  networkAcl,
  networkAclRule,
  route,
  routeTable,
  routeTableAssociation,
  securityGroup,
  securityGroupEgressRule,
  securityGroupIngressRule,
  serialConsoleAccess,
  snapshotBlockPublicAccess,
  subnet,
  tag,
  vpc,
  vpcBlockPublicAccessOptions,
  vpcDhcpOptions,
  vpcDhcpOptionsAssociation,
  vpcEndpoint,
  vpnConnection,
  vpnConnectionRoute,
  vpnGateway,
  vpnGatewayAttachment,
  vpnGatewayRoutePropagation,
];

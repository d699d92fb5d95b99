import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What differs between environments in a tunnel. */
export interface TunnelArgs {
  /** Inside addresses, a /30 of 169.254.0.0/16, by tunnel. */
  readonly blocks: readonly [string, string];
  readonly holdMaintenance: boolean;
  readonly logGroupArn: pulumi.Input<string>;
  /** Undefined: no BGP, and so no log of it. */
  readonly bgpLogGroupArn: pulumi.Input<string> | undefined;
}

/** Lifetimes are the longest that AWS takes. Source: VPN guide, "Tunnel options". */
const phase1LifetimeSeconds = 28_800;
const phase2LifetimeSeconds = 3_600;

/** Shortest that AWS takes, so that a dead peer is found soonest. Source: VPN guide, "Tunnel options", DPD timeout. */
const deadPeerSeconds = 30;

/**
 * Options of both tunnels, alike but for their addresses. AWS takes the lowest value that both sides allow, so each list
 * holds one: IKEv2, AES-256-GCM, SHA2-384 (it is the PRF beside GCM), group 20 (ecp384). Sources: VPN guide, "Tunnel
 * options"; RFC 8247. No pre-shared key: AWS makes it and keeps it in Secrets Manager.
 */
export function tunnelOptions({
  blocks,
  holdMaintenance,
  logGroupArn,
  bgpLogGroupArn,
}: TunnelArgs): Partial<aws.ec2.VpnConnectionArgs> {
  const ikeVersions = ["ikev2"];
  const encryption = ["AES256-GCM-16"];
  const integrity = ["SHA2-384"];
  const groups = [20];
  const logOptions = {
    cloudwatchLogOptions: {
      logEnabled: true,
      logGroupArn,
      logOutputFormat: "json",
      ...(bgpLogGroupArn === undefined
        ? {}
        : { bgpLogEnabled: true, bgpLogGroupArn, bgpLogOutputFormat: "json" }),
    },
  };
  return {
    tunnel1InsideCidr: blocks[0],
    tunnel1IkeVersions: ikeVersions,
    tunnel1Phase1EncryptionAlgorithms: encryption,
    tunnel1Phase1IntegrityAlgorithms: integrity,
    tunnel1Phase1DhGroupNumbers: groups,
    tunnel1Phase1LifetimeSeconds: phase1LifetimeSeconds,
    tunnel1Phase2EncryptionAlgorithms: encryption,
    tunnel1Phase2IntegrityAlgorithms: integrity,
    tunnel1Phase2DhGroupNumbers: groups,
    tunnel1Phase2LifetimeSeconds: phase2LifetimeSeconds,
    tunnel1DpdTimeoutSeconds: deadPeerSeconds,
    tunnel1DpdTimeoutAction: "restart",
    // The build network's gateway starts the tunnel.
    tunnel1StartupAction: "add",
    tunnel1EnableTunnelLifecycleControl: holdMaintenance,
    tunnel1LogOptions: logOptions,

    tunnel2InsideCidr: blocks[1],
    tunnel2IkeVersions: ikeVersions,
    tunnel2Phase1EncryptionAlgorithms: encryption,
    tunnel2Phase1IntegrityAlgorithms: integrity,
    tunnel2Phase1DhGroupNumbers: groups,
    tunnel2Phase1LifetimeSeconds: phase1LifetimeSeconds,
    tunnel2Phase2EncryptionAlgorithms: encryption,
    tunnel2Phase2IntegrityAlgorithms: integrity,
    tunnel2Phase2DhGroupNumbers: groups,
    tunnel2Phase2LifetimeSeconds: phase2LifetimeSeconds,
    tunnel2DpdTimeoutSeconds: deadPeerSeconds,
    tunnel2DpdTimeoutAction: "restart",
    tunnel2StartupAction: "add",
    tunnel2EnableTunnelLifecycleControl: holdMaintenance,
    tunnel2LogOptions: logOptions,
  };
}

import { hoursPerMonth, type PriceTable } from "./prices";
import { number, type StackResource, text, texts } from "./stackResource";

/** One line of the floor: what a stack costs a month before its first build. */
export interface FloorLine {
  readonly component: string;
  readonly count: number;
  readonly dollarsPerMonth: number;
  readonly how: string;
}

/** Scheduled runs that follow each other without a gap: one environment of the function is always busy. Source: docs/adr-0004-handover.md. */
const secondsPerMonth = hoursPerMonth * 3600;

/**
 * What the stack costs a month when nothing is built and every VM sleeps, by component.
 * @param sleepingGib disks of VMs that sleep, all pools together, GiB
 */
export function floor(
  resources: readonly StackResource[],
  sleepingGib: number,
  prices: PriceTable,
): readonly FloorLine[] {
  const ofType = (type: string): readonly StackResource[] => resources.filter((r) => r.type === type);
  const line = (component: string, count: number, each: number, how: string): FloorLine => ({
    component,
    count,
    dollarsPerMonth: count * each,
    how,
  });
  const interfaceZones = ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter((endpoint) => text(endpoint, "vpcEndpointType") === "Interface")
    .reduce((zones, endpoint) => zones + texts(endpoint, "subnetIds").length, 0);
  const functionGib = ofType("aws:lambda/function:Function").reduce(
    (gib, fn) => gib + (number(fn, "memorySize") ?? 128) / 1024,
    0,
  );
  const lines = [
    line(
      "VPN connection",
      ofType("aws:ec2/vpnConnection:VpnConnection").length,
      prices.vpnConnectionHour * hoursPerMonth,
      `$${prices.vpnConnectionHour}/h`,
    ),
    line(
      "interface endpoints (per zone)",
      interfaceZones,
      prices.interfaceEndpointZoneHour * hoursPerMonth,
      `$${prices.interfaceEndpointZoneHour}/h each`,
    ),
    line("KMS keys", ofType("aws:kms/key:Key").length, prices.kmsKeyMonth, `$${prices.kmsKeyMonth} each`),
    line(
      "secrets",
      // AWS keeps the tunnels' keys of such a connection in a secret of its own.
      ofType("aws:secretsmanager/secret:Secret").length +
        ofType("aws:ec2/vpnConnection:VpnConnection").filter(
          (vpn) => text(vpn, "presharedKeyStorage") === "SecretsManager",
        ).length,
      prices.secretMonth,
      `$${prices.secretMonth} each`,
    ),
    line(
      "scaler function (GiB)",
      functionGib,
      secondsPerMonth * prices.lambdaGibSecond,
      `one run after another, $${prices.lambdaGibSecond}/GiB-s`,
    ),
    line("sleeping disks (GiB)", sleepingGib, prices.gp3GibMonth, `gp3, $${prices.gp3GibMonth}/GiB-month`),
  ];
  return lines.filter(({ count }) => count > 0);
}

export function dollarsPerMonth(lines: readonly FloorLine[]): number {
  return lines.reduce((sum, { dollarsPerMonth: dollars }) => sum + dollars, 0);
}

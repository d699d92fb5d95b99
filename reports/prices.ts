import table from "./prices.json";

/** Hours of a month as AWS's own calculators count them: 8,760 / 12. */
export const hoursPerMonth = 730;

/** A dated list of what AWS charges, in US dollars. Every report prints `asOf`; what the list lacks is unknown, never zero. */
export interface PriceTable {
  /** Day of the newest source, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly region: string;
  /** Where each figure is from. */
  readonly sources: readonly string[];
  /** On-demand Linux, dollars an hour, by instance type. */
  readonly instanceHour: Readonly<Record<string, number>>;
  readonly vpnConnectionHour: number;
  readonly interfaceEndpointZoneHour: number;
  /** Of a public IPv4 address in use; each tunnel of a VPN connection has one. */
  readonly publicAddressHour: number;
  /** Of one address of a resolver endpoint. */
  readonly resolverAddressHour: number;
  readonly networkLoadBalancerHour: number;
  /** One of the first 25 of the account. */
  readonly hostedZoneMonth: number;
  /** Of a name in a list of the DNS firewall. */
  readonly firewallDomainMonth: number;
  /** Of a metric that an alarm watches, at standard resolution. */
  readonly alarmMetricMonth: number;
  readonly gp3GibMonth: number;
  readonly secretMonth: number;
  readonly kmsKeyMonth: number;
  readonly lambdaGibSecond: number;
  readonly lambdaMillionRequests: number;
  readonly dynamodbMillionWrites: number;
  readonly dynamodbMillionReads: number;
}

export const prices: PriceTable = table;

/** Says which prices stand behind a figure, and where they do not fit the stack's region. */
export function priceNote(stackRegion: string, { asOf, region }: PriceTable = prices): string {
  const note = `list prices of ${region} as of ${asOf}`;
  return stackRegion === region ? note : `${note}; ${stackRegion} is not in the table and differs`;
}

import { absent, type Fact } from "../../../facts/fact";
import { type Props } from "../../../facts/props";
import { type ResourceFacts } from "../../../facts/resource";
import { type Missing } from "../../network";
import { hostBlock, hostBlocks, isIpv4 } from "../addresses";
import { type ElasticAddress } from "./elasticAddresses";
import { missingOf } from "../missing";
import { type SubnetPart } from "../parts";

/** Where a resource's properties say its addresses. */
export interface AddressProperties {
  /** A list of all IPv4 addresses, the main one first. */
  readonly all?: string;
  /** The main IPv4 address. */
  readonly main?: string;
  /** Lists of further ones. */
  readonly more?: readonly string[];
  /** Lists of IPv6 addresses. */
  readonly ipv6?: readonly string[];
  /** Numbers of addresses that AWS chooses, and prefixes. */
  readonly chosen?: readonly string[];
  readonly chosenIpv6?: readonly string[];
}

export interface OwnAddresses {
  readonly addresses: readonly string[];
  readonly isExact: boolean;
}

/** All blocks in which the addresses of a subnet are, those that are not sure too. */
export function allBlocksOf(subnet: SubnetPart): readonly string[] {
  return [...new Set([...subnet.blocks, ...subnet.unsure.flatMap(({ blocks }) => blocks)])];
}

const isAsked = (props: Props, names: readonly string[] = []): boolean =>
  names.some((name) => {
    const value = props.get(name);
    if (value.state !== "known") return value.state === "unknown";
    return Array.isArray(value.value) ? value.value.length > 0 : value.value !== 0;
  });

/** All its IPv4 addresses; undefined if one is not known. */
function ipv4Addresses(props: Props, names: AddressProperties): readonly string[] | undefined {
  const all = names.all === undefined ? undefined : hostBlocks(props.texts(names.all));
  if (all !== undefined && all.length > 0) return all;
  const main = names.main === undefined ? absent : props.text(names.main);
  const first = main.state === "known" ? hostBlock(main.value) : undefined;
  const lists = (names.more ?? []).map((name) => hostBlocks(props.texts(name)));
  if (first === undefined || !lists.every((list) => list !== undefined)) return undefined;
  return [...new Set([first, ...lists.flat()])];
}

/**
 * Addresses of an interface: exact ones where all are known, else the subnet's blocks.
 * IPv6: only what is asked for, or what the subnet gives by itself. Source: VPC guide, "Modify the IP addressing attributes of your subnet".
 */
export function ownAddresses(props: Props, subnet: SubnetPart, names: AddressProperties): OwnAddresses {
  const blocks = allBlocksOf(subnet);
  const knownV4 = ipv4Addresses(props, names);
  const isExactV4 = knownV4 !== undefined && !isAsked(props, names.chosen);
  const assigns = subnet.resource.props.flag("assignIpv6AddressOnCreation");
  const ipv6 = (names.ipv6 ?? []).map((name) => hostBlocks(props.texts(name)));
  const knownV6 = ipv6.flatMap((list) => list ?? []);
  const isGivenV6 =
    ipv6.some((list) => list === undefined) ||
    isAsked(props, names.chosenIpv6) ||
    assigns.state === "unknown" ||
    (assigns.state === "known" && assigns.value);
  const subnetV6 = blocks.filter((block) => !isIpv4(block));
  const isOpenV6 = subnetV6.length > 0 && knownV6.length === 0 && isGivenV6;
  return {
    addresses: [...(isExactV4 ? knownV4 : blocks.filter(isIpv4)), ...knownV6, ...(isOpenV6 ? subnetV6 : [])],
    isExact: isExactV4 && !isOpenV6,
  };
}

/** What an interface has of public addresses. */
export interface PublicAddresses {
  readonly publicAddresses: readonly (readonly [privateAddress: string, publicAddress: string])[];
  readonly mayHavePublic: boolean;
  readonly publicMissing?: Missing;
}

/**
 * @param atLaunch whether it gets one at launch; `publicIp`: which one, where that is known
 * @param elastic its elastic addresses
 */
export function publicAddresses(
  { addresses, isExact }: OwnAddresses,
  atLaunch: { readonly fact: Fact<boolean>; readonly resource: ResourceFacts; readonly property: string },
  publicIp: Fact<string>,
  elastic: readonly ElasticAddress[],
): PublicAddresses {
  const ipv4 = addresses.filter(isIpv4).map((block) => (block.endsWith("/32") ? block.slice(0, -3) : block));
  const sure = elastic.filter(({ why }) => why === undefined);
  const [unsure] = elastic.filter(({ why }) => why !== undefined);
  const given = sure.flatMap(({ privateAddress, publicAddress }) =>
    publicAddress.state === "known" ? pairsOf(privateAddress, publicAddress.value) : [],
  );
  const isOpen = sure.some(({ publicAddress }) => publicAddress.state !== "known");
  const { fact, resource, property } = atLaunch;
  if (publicIp.state === "known") {
    const isGiven = given.some(([, address]) => address === publicIp.value);
    const own = isGiven ? [] : pairsOf(absent, publicIp.value);
    return { publicAddresses: [...given, ...own], mayHavePublic: isOpen };
  }
  const isGivenOne = isOpen || (fact.state === "known" && fact.value);
  const why = fact.state === "unknown" ? fact.why : unsure?.why;
  if (why !== undefined && !isGivenOne) {
    const publicMissing = missingOf(resource, property, why);
    return { publicAddresses: given, mayHavePublic: true, publicMissing };
  }
  return { publicAddresses: given, mayHavePublic: isGivenOne };

  /** Without a private address it stands for the main one, or for whichever of the block the interface has. */
  function pairsOf(privateAddress: Fact<string>, publicAddress: string) {
    const main = isExact ? ipv4.slice(0, 1) : ipv4;
    const own = privateAddress.state === "known" ? [privateAddress.value] : main;
    return own.map((address) => [address, publicAddress] as const);
  }
}

import { type Fact } from "../../../facts/fact";
import { type Reference, type References } from "../../../facts/references";
import { type ResourceFacts } from "../../../facts/resource";
import { blockOf, everyIpv4, everyIpv6 } from "../addresses";
import { type Build } from "../parts";
import { perBuild } from "../perBuild";
import { tokens } from "../tokens";

/** What a prefix list holds. */
export interface ListBlocks {
  readonly blocks: readonly string[];
  /** False: `blocks` are those that it may hold, or stand for them. */
  readonly isExact: boolean;
  /** The AWS service whose addresses they are. */
  readonly service?: string;
  /** Not exact: completes "this value …". */
  readonly why?: string;
}

/** What a property that names a prefix list may name: an endpoint stands for the list of its service. */
export const prefixListTypes: readonly string[] = [tokens.prefixList, tokens.endpoint];

/** Services with gateway endpoints. Source: PrivateLink guide, "Gateway endpoints". */
const gatewayServices = ["s3", "dynamodb", "s3express"];

/**
 * What stands for the addresses of a service, where its list's blocks are not known: reserved addresses (RFC 1112, class E), which
 * every `0.0.0.0/0` contains and no other prefix in use. docs/proof.md, "What is easily missed".
 */
export function serviceBlocks(service: string): readonly string[] {
  const known = gatewayServices.indexOf(service);
  // Others by their letters, so that two networks agree.
  const sum = Array.from(service).reduce(
    (total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 200,
    7,
  );
  return [`240.0.${known < 0 ? gatewayServices.length + sum : known}.0/24`];
}

/** `s3` of `com.amazonaws.eu-central-1.s3`. */
export function serviceOf(name: string): string {
  return name.split(".").slice(3).join(".") || name;
}

/** The blocks of each list of the stack, by the URN of the list. */
const listsOf = perBuild((build): ReadonlyMap<string, ListBlocks> => {
  const { stack, references } = build;
  const entries = new Map<string, ResourceFacts[]>();
  for (const entry of stack.ofType(tokens.prefixListEntry)) {
    const list = references.of(entry, "prefixListId", entry.props.text("prefixListId"), [tokens.prefixList]);
    const owners = list?.kind === "resource" ? [list.resource] : list?.kind === "oneOf" ? list.resources : [];
    for (const { urn } of owners) entries.set(urn, [...(entries.get(urn) ?? []), entry]);
  }
  return new Map(
    stack.ofType(tokens.prefixList).map((list) => {
      const inline = list.props.objects("entries");
      const items = inline.state === "known" ? inline.value : [];
      const cidrs: Fact<string>[] = [
        ...items.map((item) => (item.state === "known" ? item.value.text("cidr") : item)),
        ...(entries.get(list.urn) ?? []).map((entry) => entry.props.text("cidr")),
        ...(inline.state === "unknown" ? [inline] : []),
      ];
      return [list.urn, blocksOf(cidrs)];
    }),
  );
});

/** The lists of services, by id, as their endpoints tell it. */
const servicesOf = perBuild(({ stack }): ReadonlyMap<string, readonly ResourceFacts[]> => {
  const byId = new Map<string, ResourceFacts[]>();
  for (const endpoint of stack.ofType(tokens.endpoint)) {
    const id = endpoint.props.text("prefixListId");
    if (id.state !== "known") continue;
    const same = byId.get(id.value);
    if (same === undefined) byId.set(id.value, [endpoint]);
    else same.push(endpoint);
  }
  return byId;
});

function blocksOf(cidrs: readonly Fact<string>[]): ListBlocks {
  const blocks: string[] = [];
  for (const fact of cidrs) {
    if (fact.state === "absent") continue;
    const block = fact.state === "known" ? blockOf(fact.value) : undefined;
    if (block !== undefined) blocks.push(block);
    else return anyBlock(fact.state === "unknown" ? fact.why : "is no CIDR block");
  }
  return { blocks, isExact: true };
}

const anyBlock = (why: string): ListBlocks => ({ blocks: [everyIpv4, everyIpv6], isExact: false, why });

/** The addresses of the service of an endpoint. */
export function blocksOfEndpoint(build: Build, endpoint: ResourceFacts): ListBlocks {
  // Where the source of the facts has the addresses, they are the list's.
  const id = endpoint.props.text("prefixListId");
  const list = id.state === "known" ? build.references.withId(id.value, [tokens.prefixList]) : undefined;
  const service = endpoint.props.text("serviceName");
  const name = service.state === "known" ? serviceOf(service.value) : undefined;
  const own = list && listsOf(build).get(list.urn);
  if (own !== undefined) return name === undefined ? own : { ...own, service: name };
  const cidrs = endpoint.props.texts("cidrBlocks");
  const known = cidrs.state === "known" && cidrs.value.length > 0 ? blocksOf(cidrs.value) : undefined;
  if (known?.isExact === true) return name === undefined ? known : { ...known, service: name };
  if (name === undefined) return anyBlock("is the list of a service that is not known");
  return {
    blocks: serviceBlocks(name),
    isExact: false,
    service: name,
    why: `holds the public addresses of ${name}, which are not known before the update`,
  };
}

/** The blocks of a prefix list: those of the stack, those of an AWS service, or any address for one that is not known. */
export function blocksOfPrefixList(build: Build, reference: Reference): ListBlocks {
  switch (reference.kind) {
    case "resource": {
      const { resource } = reference;
      if (resource.type === tokens.endpoint) return blocksOfEndpoint(build, resource);
      return listsOf(build).get(resource.urn) ?? anyBlock("is a list that is not known");
    }
    case "outside": {
      const endpoints = servicesOf(build).get(reference.id) ?? [];
      const [first, ...others] = endpoints.map((endpoint) => blocksOfEndpoint(build, endpoint));
      if (first !== undefined) return agreed(first, others);
      return anyBlock(`is '${reference.id}', a list that the stack does not declare`);
    }
    default:
      return anyBlock(reference.why);
  }
}

/** Endpoints of one list that tell different addresses contradict each other: it may hold any of them. */
function agreed(first: ListBlocks, others: readonly ListBlocks[]): ListBlocks {
  const textOf = ({ blocks }: ListBlocks) => [...blocks].sort().join();
  if (others.every((other) => textOf(other) === textOf(first))) return first;
  const blocks = [...new Set([first, ...others].flatMap((each) => each.blocks))];
  // One that does not tell them leaves every public address open, whatever others tell.
  const open = [first, ...others].find(({ isExact }) => !isExact);
  if (open !== undefined) return { ...open, blocks };
  return { blocks, isExact: false, why: "holds other addresses by one endpoint than by another" };
}

/** What a property names as a prefix list. */
export function prefixListOf(
  references: References,
  owner: ResourceFacts,
  property: string,
  fact: Fact<string>,
): Reference | undefined {
  return references.of(owner, property, fact, prefixListTypes);
}

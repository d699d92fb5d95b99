import { authorityOrNone } from "../authority";
import { group, list, named } from "../containers";
import { address, cidr, port } from "../values";
import { word } from "./words";

export const buildNetwork = group("The company's network at the other end of the link", {
  blocks: list(
    "All of it that the VPC may reach; each gets a static route",
    cidr("A block of the build network", 8, 32, "10.20.0.0/16"),
    1,
    20,
  ),
  services: named(
    "What builds may open a connection to, beside the master: source servers, the explicit proxy",
    { ...word, example: "sources" },
    group("A service of the build network", {
      block: cidr("Where it is", 16, 32, "10.20.0.30/32"),
      port: port("Its TCP port", 443),
    }),
    0,
    10,
  ),
  nameServers: list(
    "Its name servers, which the egress for mirrors' origins asks",
    address("A name server", "10.20.0.53"),
    1,
    3,
  ),
  operators: list(
    "Where people may open SSH to VMs from; its own blocks within the build network",
    cidr("A block of the build network", 16, 32, "10.20.9.0/24"),
    0,
    5,
  ),
  certificateAuthority: authorityOrNone(
    "Its CA, the only one that scaler and workers trust; two of them while one is replaced",
  ),
});

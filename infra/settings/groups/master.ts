import { choice } from "../choice";
import { group } from "../containers";
import { address, port, text, whole } from "../values";

export const master = group("The Buildbot master", {
  address: address("Its address in the build network", "10.20.0.10"),
  webPort: port("Port of its web API", 8010),
  workersPort: port("Port that workers attach to", 9989),
  transport: choice(
    "tls: its web API is https and workers attach by TLS, its certificate is for its address and from the build network's CA",
    ["tls", "plain"],
    "tls",
  ),
  user: text(
    "Its account for this environment's scaler; may pause and unpause workers, nothing else",
    /^[a-z][a-z0-9._-]{0,62}$/,
    "lower-case letters, digits and ._-",
    "overflow-scaler-staging",
  ),
  passwordGeneration: whole("Raise by one to replace that account's password", 1, 9999, 1),
});

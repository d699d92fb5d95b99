import { type Parts } from "./checkNetwork";
import { type Problem } from "./problem";

/** What TLS needs of other settings. */
export function checkTls({ buildNetwork, master }: Parts): Problem[] {
  if (master?.transport !== "tls" || buildNetwork?.certificateAuthority !== null) return [];
  return [
    {
      path: "overflow:buildNetwork.certificateAuthority",
      got: "none",
      allowed: "the CA that issued the master's certificate, since overflow:master.transport is tls",
      fix: "give its PEM text, or set overflow:master.transport: plain and have passwords and builds cross the link in clear within its tunnel",
    },
  ];
}

/**
 * What a security review asks for, by name. Each rule serves one control; docs/controls.md lists both ways.
 * `nist` is the control of NIST SP 800-53 revision 5 that it implements.
 */
export interface Control {
  readonly id: string;
  readonly statement: string;
  readonly nist: { readonly reference: string; readonly title: string };
}

const boundary = { reference: "SC-7", title: "Boundary Protection" };

export const controls = {
  closedWorld: {
    id: "ADM-1",
    statement: "Nothing is created that the policy cannot judge.",
    nist: { reference: "CM-7(5)", title: "Least Functionality: Authorized Software, Allow by Exception" },
  },
  noInternet: {
    id: "NET-1",
    statement: "No packet of the network reaches the internet, and none from the internet reaches it.",
    nist: boundary,
  },
  oneLink: {
    id: "NET-2",
    statement: "The VPN into the build network is the only way to any other network.",
    nist: { reference: "SC-7(4)", title: "Boundary Protection: External Telecommunications Services" },
  },
  listedPeers: {
    id: "NET-3",
    statement: "A machine talks to those peers only that the stack declares.",
    nist: { reference: "SC-7(5)", title: "Boundary Protection: Deny by Default, Allow by Exception" },
  },
  listedServices: {
    id: "NET-4",
    statement:
      "AWS's services are reached through listed private endpoints, and call in only for the stack itself.",
    nist: { reference: "AC-4", title: "Information Flow Enforcement" },
  },
  encryptedAtRest: {
    id: "DAT-1",
    statement: "What is stored is encrypted, with keys that are rotated.",
    nist: { reference: "SC-28(1)", title: "Protection of Information at Rest: Cryptographic Protection" },
  },
  recorded: {
    id: "LOG-1",
    statement: "What passes in the network, and what is refused, is recorded.",
    nist: { reference: "AU-12", title: "Audit Record Generation" },
  },
  leastPrivilege: {
    id: "IDN-2",
    statement: "Nobody of the stack has a right with which the network could be opened later.",
    nist: { reference: "AC-6(1)", title: "Least Privilege: Authorize Access to Security Functions" },
  },
  machineIdentity: {
    id: "IDN-1",
    statement: "A machine's credentials stay on the machine.",
    nist: { reference: "AC-6", title: "Least Privilege" },
  },
} as const satisfies Record<string, Control>;

import { resource, unknownList, unknownNumber, unknownText } from "../stack";
import { type RuleCases } from "./ruleCases";

const sound = Object.fromEntries(
  ["tunnel1", "tunnel2"].flatMap((tunnel): [string, unknown][] => [
    [`${tunnel}IkeVersions`, ["ikev2"]],
    ...[1, 2].flatMap((phase): [string, unknown][] => [
      [`${tunnel}Phase${phase}EncryptionAlgorithms`, ["AES256-GCM-16"]],
      [`${tunnel}Phase${phase}IntegrityAlgorithms`, ["SHA2-384"]],
      [`${tunnel}Phase${phase}DhGroupNumbers`, [20]],
    ]),
  ]),
);
const link = (props: object = {}) =>
  resource("aws:ec2/vpnConnection:VpnConnection", "link", { ...sound, ...props });
const refuse = (props: object, property: string) => ({
  resources: [link(props)],
  finds: [["refused", "link", property]] as const,
});

export const cases: RuleCases = {
  accepts: {
    "one strong choice for everything": { resources: [link()] },
    "several strong ones": {
      resources: [
        link({
          tunnel1Phase1DhGroupNumbers: [20, 21],
          tunnel2Phase2IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
        }),
      ],
    },
  },
  refuses: {
    "IKEv1 beside IKEv2": refuse({ tunnel1IkeVersions: ["ikev1", "ikev2"] }, "tunnel1IkeVersions[0]"),
    "IKEv1 by default, in one tunnel": refuse({ tunnel2IkeVersions: undefined }, "tunnel2IkeVersions"),
    "a weak cipher beside a strong one": refuse(
      { tunnel1Phase2EncryptionAlgorithms: ["AES256-GCM-16", "AES128"] },
      "tunnel1Phase2EncryptionAlgorithms[1]",
    ),
    "SHA-1": refuse({ tunnel2Phase1IntegrityAlgorithms: ["SHA1"] }, "tunnel2Phase1IntegrityAlgorithms[0]"),
    "a weak group": refuse({ tunnel2Phase2DhGroupNumbers: [20, 2] }, "tunnel2Phase2DhGroupNumbers[1]"),
    "groups by default": refuse({ tunnel1Phase1DhGroupNumbers: [] }, "tunnel1Phase1DhGroupNumbers"),
    "what is not known of the tunnels": {
      resources: [
        link({
          tunnel1IkeVersions: unknownList,
          tunnel1Phase1DhGroupNumbers: [unknownNumber],
          tunnel2Phase1EncryptionAlgorithms: [unknownText],
        }),
      ],
      finds: [
        ["undetermined", "link", "tunnel1IkeVersions"],
        ["undetermined", "link", "tunnel1Phase1DhGroupNumbers[0]"],
        ["undetermined", "link", "tunnel2Phase1EncryptionAlgorithms[0]"],
      ],
    },
  },
};

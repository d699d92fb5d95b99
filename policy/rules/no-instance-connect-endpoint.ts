import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noInstanceConnectEndpoint = denying({
  id: "no-instance-connect-endpoint",
  title: "There is no EC2 Instance Connect endpoint.",
  control: controls.oneLink,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-17"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html",
  cause: "An EC2 Instance Connect endpoint.",
  reason: "Through it, whoever may call AWS opens SSH or RDP to private machines from anywhere.",
  fix: "Remove it. People reach VMs from the build network, over the VPN.",
});

import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noCloudfrontOrigin = denying({
  id: "no-cloudfront-origin",
  title: "Nothing is published by CloudFront.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
  cause: "A VPC origin, a distribution or any other part of CloudFront.",
  reason:
    "A VPC origin leads from the internet to a private load balancer or machine, without a public address.",
  fix: "Remove it. What is served is served to the build network, over the VPN.",
});

import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noApiGateway = denying({
  id: "no-api-gateway",
  title: "There is no API Gateway, App Runner, AppSync or Amplify.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "AC-4"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
  cause: "An API, a VPC link or connector, or another part of these services; an ECS express service.",
  reason: "It answers from the internet, and may pass what it gets to machines and functions of the network.",
  fix: "Remove it. Functions are called by their names, through the Lambda API.",
});

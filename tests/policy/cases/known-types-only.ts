import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";

export const cases: RuleCases = {
  accepts: {
    "types on the list": {
      resources: [
        resource("pulumi:pulumi:Stack", "stack"),
        resource("aws:ec2/vpc:Vpc", "vpc"),
        resource("aws:kms/key:Key", "key"),
      ],
    },
    "a component of this project": { resources: [resource("overflow:network:IsolatedVpc", "network")] },
    "types that a rule of their own refuses": {
      resources: [
        resource("aws:ec2/internetGateway:InternetGateway", "gw"),
        resource("pulumi:providers:random", "random"),
      ],
    },
  },
  refuses: {
    "a type that nobody judges": {
      resources: [resource("aws:polly/lexicon:Lexicon", "notes")],
      finds: [["refused", "notes"]],
    },
    "what else could call AWS by itself: an event rule's target, a pipe": {
      resources: [
        resource("aws:cloudwatch/eventTarget:EventTarget", "target", {
          arn: "arn:aws:events:::aws-sdk:ec2:createInternetGateway",
        }),
        resource("aws:pipes/pipe:Pipe", "pipe"),
      ],
      finds: [
        ["refused", "target"],
        ["refused", "pipe"],
      ],
    },
    "a resource of another package": {
      resources: [resource("command:local:Command", "run", {}, { provider: "pulumi:providers:command" })],
      finds: [["refused", "run"]],
    },
    "a component's name on a resource that a provider serves": {
      resources: [
        resource("overflow:network:IsolatedVpc", "fake", {}, { provider: "pulumi:providers:overflow" }),
      ],
      finds: [["refused", "fake"]],
    },
    "a type that only looks like one on the list": {
      resources: [
        resource("aws:ec2/vpc:Vpc2", "vpc"),
        resource("constructor", "odd"),
        resource("awsx:ec2/vpc:Vpc", "vpcx"),
      ],
      finds: [
        ["refused", "vpc"],
        ["refused", "vpcx"],
        ["refused", "odd"],
      ],
    },
  },
};

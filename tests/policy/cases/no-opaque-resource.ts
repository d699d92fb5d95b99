import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";

export const cases: RuleCases = {
  accepts: { "the AWS provider": { resources: [resource("pulumi:providers:aws", "default")] } },
  refuses: {
    "another provider": {
      resources: [resource("pulumi:providers:command", "default")],
      finds: [["refused", "default"]],
    },
    "a plugin from elsewhere": {
      resources: [
        resource("pulumi:providers:aws", "one", { pluginDownloadURL: "https://example.org" }),
        resource("pulumi:providers:aws", "two", { __internal: { pluginDownloadURL: "https://example.org" } }),
      ],
      finds: [
        ["refused", "one", "pluginDownloadURL"],
        ["refused", "two", "pluginDownloadURL"],
      ],
    },
    "a dynamic resource": {
      resources: [resource("pulumi-nodejs:dynamic:Resource", "dyn")],
      finds: [["refused", "dyn"]],
    },
    "a reference to another stack": {
      resources: [resource("pulumi:pulumi:StackReference", "other")],
      finds: [["refused", "other"]],
    },
    "resources that create others": {
      resources: [
        resource("aws:cloudformation/stackSet:StackSet", "set"),
        resource("aws:cloudcontrol/resource:Resource", "thing"),
      ],
      finds: [
        ["refused", "thing"],
        ["refused", "set"],
      ],
    },
  },
};

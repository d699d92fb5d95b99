import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a flow log": { resources: [resource("aws:ec2/flowLog:FlowLog", "it")] } },
  refuses: refusedTypes({
    "a session": "aws:ec2/trafficMirrorSession:TrafficMirrorSession",
    "a target": "aws:ec2/trafficMirrorTarget:TrafficMirrorTarget",
  }),
};

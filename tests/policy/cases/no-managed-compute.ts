import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a VM's template": { resources: [resource("aws:ec2/launchTemplate:LaunchTemplate", "it")] } },
  refuses: refusedTypes({
    "a CodeBuild project": "aws:codebuild/project:Project",
    "a notebook": "aws:sagemaker/notebookInstance:NotebookInstance",
    "a cluster": "aws:eks/cluster:Cluster",
    "an EC2 fleet": "aws:ec2/fleet:Fleet",
    "a Glue job": "aws:glue/job:Job",
  }),
};

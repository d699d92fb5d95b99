import { controls } from "../controls";
import { denying } from "../denied/denied";

export const noManagedCompute = denying({
  id: "no-managed-compute",
  title: "Code runs on the stack's own VMs and in its function only.",
  control: controls.noInternet,
  severity: "critical",
  frameworks: { nist: ["SC-7", "CM-7"], cis: [], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html",
  cause:
    "CodeBuild, Batch, SageMaker, MWAA, EMR, ECS, EKS, Elastic Beanstalk, AppStream, WorkSpaces, Lightsail, fleets and the " +
    "like, inside or outside of a VPC.",
  reason:
    "Such a service runs code on machines that this stack does not declare, many with a way out of their own.",
  fix: "Remove it. Builds run on the VMs that the scaler starts.",
});

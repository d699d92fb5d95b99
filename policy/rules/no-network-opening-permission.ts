import { controls } from "../controls";
import { referencesOf } from "../facts/references";
import { type ResourceFacts, type StackFacts } from "../facts/resource";
import { type Opening, openingsOf } from "../iam/openings";
import { openingTarget } from "../iam/universalTargets";
import { holderTypes, iamTypes, principalsOf } from "../iam/principals";
import { type Finding, ofTypes, refused, type Rule, undetermined } from "../rule";

const fix =
  "Name the actions that are needed, each with its resources; where the text is not known at preview, refuse all others in a policy that is: " +
  "Deny with NotAction.";
const reason =
  "Whoever has this role could open the network, or share what is in it, without the policy seeing it.";

/** Most actions that a finding names. */
const mostNamed = 3;

function toFinding({ grant, actions }: Opening): Finding {
  const { owner, property } = grant.policy;
  if (grant.unknown !== undefined) return undetermined([owner, property], grant.unknown, reason, fix);
  const more = actions.length > mostNamed ? ` and ${actions.length - mostNamed} more` : "";
  const named = actions.slice(0, mostNamed).join(", ");
  return refused([owner, property], `statement ${grant.statement?.sid ?? ""}: ${named}${more}`, reason, fix);
}

const scheduleType = "aws:scheduler/schedule:Schedule";
const scheduleFix = "Let the schedule wake a function of the stack.";
const scheduleReason = "A schedule calls AWS by itself, again and again, whatever its role is given later.";

/** What schedules call, but for functions and queues: an action of AWS, which needs no code. */
function checkSchedule(schedule: ResourceFacts): readonly Finding[] {
  const target = schedule.props.object("target");
  const arn = target.state === "known" ? target.value.text("arn") : target;
  const place = [schedule, "target.arn"] as const;
  if (arn.state === "known") {
    const called = openingTarget(arn.value);
    return called === undefined ? [] : [refused(place, `calls ${called}`, scheduleReason, scheduleFix)];
  }
  // An ARN that a resource of the stack will have is none of an action.
  const isOwn = schedule.sources("target").some(({ type }) => type !== iamTypes.role);
  if (arn.state === "absent" || isOwn) return [];
  return [undetermined(place, arn, scheduleReason, scheduleFix)];
}

function relate(stack: StackFacts): readonly Finding[] {
  const references = referencesOf(stack);
  return [
    ...principalsOf(stack, references).flatMap((principal) => openingsOf(principal).map(toFinding)),
    ...stack.ofType(scheduleType).flatMap(checkSchedule),
  ];
}

export const noNetworkOpeningPermission: Rule = {
  id: "no-network-opening-permission",
  title: "No role, user, group or schedule of the stack may open the network or share what is in it.",
  control: controls.leastPrivilege,
  severity: "critical",
  frameworks: { nist: ["AC-6", "AC-3", "CM-5", "SC-7"], cis: ["1.15"], slsa: ["Build L3: Isolated"] },
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  cause:
    "A policy, in whatever shape and by whatever wildcard or NotAction, that allows an action of the list in policy/iam/openingActions.ts on a " +
    "resource that it acts on; a policy of which nothing is known; a schedule whose target is such an action itself (aws-sdk:ec2:…).",
  fix,
  judges: ofTypes(...holderTypes, iamTypes.role, iamTypes.user, iamTypes.group, scheduleType),
  relate,
};

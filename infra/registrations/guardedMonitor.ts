import * as pulumi from "@pulumi/pulumi";
import {
  type RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { outOfSight } from "./outOfSight";
import { plainObject, type Registration, registrationOf } from "./registration";

type Answer = (error: Error | null, response?: RegisterResourceResponse) => void;
type Call = (request: unknown, ...rest: readonly [...unknown[], Answer]) => unknown;

/** The calls by which a program makes or takes over resources. Source: Pulumi, proto/pulumi/resource.proto, ResourceMonitor. */
interface Monitor extends Partial<Record<(typeof closedCalls)[number], Call>> {
  registerResource: (request: RegisterResourceRequest, ...rest: readonly [...unknown[], Answer]) => unknown;
}

/** Calls that nobody can judge: they take over what exists, run a plugin's code, or change inputs after they were judged. */
const closedCalls = [
  "readResource",
  "call",
  "registerPackage",
  "registerStackTransform",
  "registerStackInvokeTransform",
  "registerResourceHook",
  "registerErrorHook",
] as const;

/** What each registration is held to. */
export interface Judge {
  /** Why one is refused; undefined: it is let through. */
  readonly refusalOf: (registration: Registration) => string | undefined;
  /** Told what the engine answered to one that was let through. */
  readonly learn: (registration: Registration, answers: Readonly<Record<string, unknown>>) => void;
}

/** Types that make nothing and that Pulumi or a question to AWS needs before anything is proved. */
const beforehand: ReadonlySet<string> = new Set(["pulumi:pulumi:Stack", "pulumi:providers:aws"]);

/**
 * Has every registration of this program from now on looked at before the engine sees it. Until a judge is given, only what makes nothing is
 * let through: what a module declares while it is loaded is refused, too.
 * @returns gives the judge
 */
export function guardRegistrations(): (judge: Judge) => void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor | undefined;
  if (monitor === undefined)
    throw new pulumi.RunError("There is no engine: run the program by pulumi or overflow.");
  const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
  let judge: Judge | undefined;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    const registration = registrationOf(request, stack, project);
    const refusal = outOfSight(request) ?? refusalBy(judge, registration);
    const answer = answerOf(rest);
    if (refusal !== undefined) {
      answer(new pulumi.RunError(refusal));
      return;
    }
    return register(request, ...rest.slice(0, -1), (error, response) => {
      if (error === null && response !== undefined)
        judge?.learn(registration, { ...plainObject(response.getObject()), ...idOf(response) });
      answer(error, response);
    });
  };
  for (const name of closedCalls) {
    if (monitor[name] === undefined) continue;
    monitor[name] = (_request, ...rest) => {
      answerOf(rest)(
        new pulumi.RunError(
          name === "readResource"
            ? "The gate refuses a resource that is only read: the stack declares all that it is made of."
            : `The gate refuses the call ${name}: nothing of the stack is made by others, or changed on its way to the engine.`,
        ),
      );
    };
  }
  return (given) => {
    judge = given;
  };
}

function refusalBy(judge: Judge | undefined, registration: Registration): string | undefined {
  if (judge !== undefined) return judge.refusalOf(registration);
  const { name, type } = registration;
  return beforehand.has(type)
    ? undefined
    : `The gate refuses ${name} (${type}): it is declared before anything is proved.`;
}

/** None at preview: it is not known yet. */
function idOf(response: RegisterResourceResponse): { readonly id?: string } {
  const id = response.getId();
  return id === "" ? {} : { id };
}

function answerOf(rest: readonly [...unknown[], Answer]): Answer {
  return rest.at(-1) as Answer;
}

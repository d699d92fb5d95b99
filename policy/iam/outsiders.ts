import { accountOf } from "../facts/accounts";
import { type Comparison, type PolicyStatement } from "./document";

/** Whom a statement lets in beside the account itself; `isKnown` false: it cannot be told, as the stack's account is not known. */
export interface Outsider {
  readonly who: string;
  readonly isKnown: boolean;
}

/** Keys that say whose call it is; held to the account, an exact comparison lets nobody else in. Source: IAM guide, "Global condition keys". */
const accountKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:sourceaccount",
  "kms:calleraccount",
  "aws:resourceaccount",
]);
/** Keys whose value is an ARN with the account in it. */
const arnKeys: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:sourcearn",
  "kms:encryptioncontext:aws:logs:arn",
  "lambda:sourcefunctionarn",
]);
const exact: ReadonlySet<string> = new Set(["stringequals", "arnequals", "arnlike", "stringlike"]);

/** True if the comparison holds for things of the account alone. Operators with `IfExists` or `ForAllValues` also hold without the key. */
function holdsToAccount({ operator, key, values }: Comparison, own: ReadonlySet<string>): boolean {
  if (!exact.has(operator.toLowerCase()) || values.length === 0) return false;
  if (accountKeys.has(key) && key !== "aws:resourceaccount") return values.every((value) => own.has(value));
  if (!arnKeys.has(key)) return false;
  return values.every((value) => {
    const account = accountOf(value);
    // In StringLike a wildcard stands for colons too: before the account it would leave the account to whoever makes the ARN.
    if (operator.toLowerCase() === "stringlike" && /[*?]/.test(value.split(":", 5).join(":"))) return false;
    // An S3 bucket's ARN bears no account; its name is no proof of whose it is.
    return account !== undefined && own.has(account);
  });
}

/**
 * True if the comparison holds for the stack's own VPC endpoints or VPCs alone (`ownPlaces`), each by its id. Anybody else's endpoint is a way for
 * anybody else. Source: S3 guide, "The meaning of public".
 */
export function holdsToPlaces({ operator, key, values }: Comparison, own: ReadonlySet<string>): boolean {
  const isExact = operator === "StringEquals" && values.length > 0;
  const isPlace = key === "aws:sourcevpce" || key === "aws:sourcevpc";
  return isExact && isPlace && values.every((value) => own.has(value));
}

/** Services that say nothing of for whom they act when they take on a role. Sources: Lambda and EC2 guides, trust policies of execution roles. */
const silentServices: ReadonlySet<string> = new Set(["ec2.amazonaws.com", "lambda.amazonaws.com"]);

/**
 * Who beside the account's own may use what a statement allows.
 * @param own the stack's accounts; empty: not known
 * @param isTrust a role's trust policy, in which EC2 and Lambda cannot be held to the account
 */
export function outsidersOf(
  { isAllow, principals, conditions }: PolicyStatement,
  own: ReadonlySet<string>,
  { isTrust, allowed = new Set() }: { readonly isTrust: boolean; readonly allowed?: ReadonlySet<string> },
): readonly Outsider[] {
  if (!isAllow) return [];
  if (principals === undefined) return [];
  const isHeld = conditions.some((each) => holdsToAccount(each, own));
  if (principals.isNot) return isHeld ? [] : [{ who: "everybody but some", isKnown: true }];
  return principals.named.flatMap(({ kind, value }): readonly Outsider[] => {
    const outsider = { who: `${kind} ${value}`, isKnown: true };
    switch (kind) {
      case "AWS": {
        if (allowed.has(value)) return [];
        if (value.includes("*")) return isHeld ? [] : [outsider];
        const account = /^\d{12}$/.test(value) ? value : accountOf(value);
        if (account === undefined) return [outsider];
        if (own.has(account) || isHeld) return [];
        return [{ ...outsider, isKnown: own.size > 0 }];
      }
      case "Service":
        return isHeld || (isTrust && silentServices.has(value)) ? [] : [outsider];
      default:
        return [outsider];
    }
  });
}

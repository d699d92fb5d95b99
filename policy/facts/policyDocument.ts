/** A statement of a resource policy that allows everybody something. */
export interface EverybodyStatement {
  readonly sid: string;
  readonly condition: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEverybody = (principal: unknown): boolean =>
  principal === "*" ||
  (Array.isArray(principal) && principal.some(isEverybody)) ||
  (isObject(principal) && isEverybody(principal["AWS"]));

/**
 * The statements that allow everybody something. Source: IAM guide, "AWS JSON policy elements: Principal".
 * @returns undefined if the text is no policy document
 */
export function everybodyStatements(text: string): readonly EverybodyStatement[] | undefined {
  const document = parsed(text);
  if (!isObject(document)) return undefined;
  const listed = document["Statement"];
  const statements: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  if (!statements.every(isObject)) return undefined;
  return statements
    .filter((statement) => statement["Effect"] !== "Deny")
    .filter((statement) => isEverybody(statement["Principal"]) || statement["NotPrincipal"] !== undefined)
    .map((statement, index) => {
      const { Sid: sid, Condition: condition } = statement;
      return {
        sid: typeof sid === "string" ? sid : String(index),
        condition: isObject(condition) ? condition : {},
      };
    });
}

/**
 * True if it holds for named VPC endpoints only: an exact comparison, without patterns, which S3 itself does not count
 * as public. Source: S3 guide, "Blocking public access", The meaning of "public".
 */
export function isBoundToEndpoints({ condition }: EverybodyStatement): boolean {
  const exact = condition["StringEquals"];
  if (!isObject(exact)) return false;
  const key = Object.keys(exact).find((name) => name.toLowerCase() === "aws:sourcevpce");
  const values = [key === undefined ? [] : exact[key]].flat();
  return values.length > 0 && values.every((value) => typeof value === "string" && !value.includes("*"));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

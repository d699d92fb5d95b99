/** One answer of AWS: a file of the folder, or an answer of a live account. */
export interface DescribeFile {
  readonly account?: string;
  readonly region?: string;
  /** `describe-vpcs`; of another service with its prefix, `elbv2-describe-load-balancers`. */
  readonly command: string;
  /** Of a call that is made for one resource: its id, as it stands in the file's name. */
  readonly id?: string;
  readonly answer: unknown;
}

/** A file's name, as a reader finds it below the folder. */
export function nameOf({ account, region, command, id }: Omit<DescribeFile, "answer">): string {
  const place = [account, region].filter((part) => part !== undefined).map((part) => `${part}/`);
  return `${place.join("")}${command}${id === undefined ? "" : `.${id}`}.json`;
}

import { dollarsPerMonth, type FloorLine } from "./floor";

/** The sum, with what it leaves out. */
export function floorSum(lines: readonly FloorLine[]): string {
  const isWhole = lines.every(({ charge }) => charge !== "unknown");
  return `${isWhole ? "" : "at least "}$${dollarsPerMonth(lines).toFixed(2)} a month asleep`;
}

/** The floor, a line a component. */
export function floorText(lines: readonly FloorLine[]): readonly string[] {
  return lines.map(({ component, count, dollarsPerMonth: dollars, charge, how }) => {
    const amount = dollars === null ? (charge === "use" ? "by use" : "unknown") : `$${dollars.toFixed(2)}`;
    const counted = count === 0 && dollars === null ? "" : `${Math.round(count * 10) / 10} × `;
    return `${amount.padStart(9)}  ${counted}${component}${charge === "use" ? "" : ` (${how})`}`;
  });
}

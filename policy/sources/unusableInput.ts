/** What was given cannot be judged at all: broken, cut short, contradictory. Its message is one line for whoever gave it; it shows no secret. */
export class UnusableInput extends Error {
  override readonly name = "UnusableInput";
}

/** A tool is missing or could not be made. The message says what to do about it. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

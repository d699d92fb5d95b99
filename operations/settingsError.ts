/** The settings of an environment are wrong; nothing was touched. Its message names each fault and the change that mends it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { logPath, startProcess } from "../../lab/processes/start";
import { eventually, makeLabDirectory } from "./temporaryLab";

/** The emulator alone, in a folder of its own; `removeLabDirectory(directory)` ends it. */
export async function startEmulator() {
  const python = process.env["OVERFLOW_PYTHON"];
  if (python === undefined || python === "") {
    throw new Error("OVERFLOW_PYTHON is not set: it names a Python that has moto; npm test sets it");
  }
  const directory = await makeLabDirectory();
  const main = join(__dirname, "../../lab/emulator/main.py");
  await startProcess({
    directory,
    name: "emulator",
    command: [python, main, "--port", "0", "--state-dir", join(directory, "emulator")],
    environment: { PATH: process.env["PATH"] ?? "", HOME: directory, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const log = logPath(directory, "emulator");
  const port = await eventually(async () => /^ready (\d+)$/m.exec(await readFile(log, "utf8"))?.[1]);
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: "lab-scaler", secretAccessKey: "lab-scaler" };
  return { directory, endpoint, options: { endpoint, region: "eu-central-1", credentials } };
}

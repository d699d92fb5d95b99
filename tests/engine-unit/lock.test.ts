import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTicksOf } from "../../engine/processes";
import { withLock } from "../../lab/toolchain/lock";
import { until } from "../engine/waiting";

describe("a lock among processes", function () {
  this.timeout(20_000);
  let directory: string;
  let lock: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "overflow-lock-"));
    lock = join(directory, "engine.lock");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** As a process leaves it that was killed while it held the lock. */
  function leaveLockOf(pid: number, startTicks: number): void {
    mkdirSync(lock);
    writeFileSync(join(lock, `${pid}-${startTicks}`), "");
  }

  it("lets one work at a time, and leaves nothing", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(lock, work)));
    expect(most).to.equal(1);
    expect(readdirSync(directory)).to.deep.equal([]);
  });

  it("is given back when the work fails", async () => {
    const failure = await withLock(lock, () => Promise.reject(new Error("no"))).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.an("error").with.property("message", "no");
    expect(existsSync(lock)).to.equal(false);
  });

  it("is taken over from a process that has ended", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    leaveLockOf(pid, 1);
    expect(await withLock(lock, () => Promise.resolve("done"))).to.equal("done");
  });

  it("is taken over when the holder's id now belongs to another process", async () => {
    leaveLockOf(process.pid, startTicksOf(process.pid)! - 1);
    expect(await withLock(lock, () => Promise.resolve("done"))).to.equal("done");
  });

  it("is not taken from a process that runs; the one who waits is told once who holds it", async () => {
    leaveLockOf(process.ppid, startTicksOf(process.ppid)!);
    const holders: number[] = [];
    let entered = false;
    const waiting = withLock(
      lock,
      () => {
        entered = true;
        return Promise.resolve();
      },
      { onWait: (pid) => holders.push(pid) },
    );
    await until(() => holders.length === 1);
    expect(entered).to.equal(false);
    rmSync(lock, { recursive: true });
    await waiting;
    expect(holders).to.deep.equal([process.ppid]);
  });

  it("can be given up while waiting", async () => {
    leaveLockOf(process.ppid, startTicksOf(process.ppid)!);
    const controller = new AbortController();
    const waiting = withLock(lock, () => Promise.resolve("entered"), {
      onWait: () => {
        controller.abort();
      },
      signal: controller.signal,
    }).catch((error: unknown) => error);
    expect(await waiting)
      .to.be.an("error")
      .with.property("name", "AbortError");
    expect(readdirSync(directory)).to.deep.equal(["engine.lock"]);
  });
});

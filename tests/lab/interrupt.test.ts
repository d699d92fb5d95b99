import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Command } from "./support/command";
import { ProjectCopy } from "./support/project";
import { TestLab } from "./support/testLab";
import { processesNaming } from "./support/traces";
import { eventually } from "./temporaryLab";

/** Whoever is interrupted by Ctrl-C ends what it started before it ends itself, and says so by its exit code. */
async function expectInterrupted(command: Command): Promise<void> {
  const { code, stderr } = await command.interrupt();
  expect(code, stderr).to.equal(130);
  expect(command.remains()).to.deep.equal([]);
}

/** Whoever is killed is survived by those that end the rest; they take a moment. */
async function expectKilled(command: Command): Promise<void> {
  await command.kill();
  await eventually(() => command.remains().length === 0);
}

describe("a command that is interrupted leaves nothing running, and can be repeated", function () {
  this.timeout(120_000);

  describe("overflow lab up", () => {
    let lab: TestLab;
    before(async () => {
      lab = await TestLab.create();
    });
    after(async () => {
      await lab.remove();
    });

    it("by Ctrl-C: no process, no lab", async () => {
      const command = lab.start("lab", "up");
      await command.says(/^Started emulator/m);
      await expectInterrupted(command);
      expect(processesNaming(lab.directory)).to.deep.equal([]);
      expect(readdirSync(lab.directory)).to.deep.equal(["logs"]);
    });

    it("by a kill: what it started ends too", async () => {
      const command = lab.start("lab", "up");
      await command.says(/^Started emulator/m);
      await expectKilled(command);
      expect(processesNaming(lab.directory)).to.deep.equal([]);
    });

    it("by a kill, and is repeated at once: the lab comes up, and stays", async () => {
      const command = lab.start("lab", "up");
      await command.says(/^Started emulator/m);
      await command.kill();
      await lab.bringUp();
      await eventually(() => command.remains().length === 0);
      await lab.ok("lab", "status");
    });
  });

  describe("overflow up and down", () => {
    let lab: TestLab;
    before(async () => {
      lab = await TestLab.create();
      await lab.bringUp();
    });
    after(async () => {
      await lab.remove();
    });

    it("up, by Ctrl-C while resources are made", async () => {
      const command = lab.start("up", "local");
      await command.says(/^ +created: SecurityGroup /m);
      await expectInterrupted(command);
    });

    it("up, by a kill while resources are made", async () => {
      const command = lab.start("up", "local");
      await command.says(/^ +created: VpcEndpoint /m);
      await expectKilled(command);
    });

    it("up, repeated: the stack is whole", async () => {
      const { changes } = await lab.json<{ changes: Record<string, number> }>("up", "local");
      expect(changes["same"]).to.be.greaterThan(10);
      expect(changes["create"]).to.be.greaterThan(0);
      expect((await lab.json<{ vms: unknown[] }>("status", "local")).vms).to.deep.equal([]);
    });

    it("down, by Ctrl-C while resources are deleted", async () => {
      const command = lab.start("down", "local");
      await command.says(/^ +deleted: VpcEndpoint /m);
      await expectInterrupted(command);
    });

    it("down, by a kill while resources are deleted", async () => {
      const command = lab.start("down", "local");
      await command.says(/^ +deleted: Subnet /m);
      await expectKilled(command);
    });

    it("down, repeated: nothing is left, and the lab is whole", async () => {
      await lab.ok("down", "local");
      expect(await lab.leftovers()).to.deep.equal([]);
      await lab.ok("lab", "status");
    });
  });

  describe("overflow tour", function () {
    this.timeout(240_000);
    let project: ProjectCopy;
    let lab: TestLab;
    before(async () => {
      project = new ProjectCopy();
      lab = await TestLab.create(project.root);
    });
    after(async () => {
      await lab.remove();
      // A tour that had to be killed is ended by its guard, whose program lies in the project.
      await eventually(() => processesNaming(project.root).length === 0);
      project.remove();
    });

    /** A process of the tour or its lab names the project's folder. */
    const expectNothingLeft = (): void => {
      expect(processesNaming(project.root)).to.deep.equal([]);
      const own = join(project.root, ".lab-tour");
      if (existsSync(own)) expect(readdirSync(own)).to.deep.equal(["logs"]);
    };

    it("by a kill while its stack comes up", async () => {
      const command = lab.start("tour");
      await command.says(/^Stack up, under its policy…/m);
      await expectKilled(command);
      await eventually(() => processesNaming(project.root).length === 0);
      expectNothingLeft();
    });

    it("by Ctrl-C while machines are made", async () => {
      const command = lab.start("tour");
      // Stage by stage, so that each has its patience: a lab, a stack and its mirrors come up before the first VM.
      await command.says(/^Stack up, under its policy…/m);
      await command.says(/^A backlog arrives: machines are made…/m);
      await command.says(/^ +scaler: create /m);
      await expectInterrupted(command);
      expectNothingLeft();
    });

    it("by Ctrl-C at its beginning", async () => {
      const command = lab.start("tour");
      await command.says(/^A region and a build network on this machine…/m);
      await expectInterrupted(command);
      expectNothingLeft();
    });
  });
});

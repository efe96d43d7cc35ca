import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { eventsOf } from "../../support/panther.ts";
import { patient, type SourceDeployment, sourceDeployment } from "../../support/sourceDeployment.ts";

describe("panther source, beside what runs and after what ended", function () {
  this.timeout(180_000);
  let deployment: SourceDeployment;
  afterEach(() => deployment.close());

  it("joins a command that runs when it is started again, and starts no second one", async () => {
    deployment = await sourceDeployment(patient);
    const stop = new AbortController();
    const first = await deployment.run({ signal: stop.signal }, (event) => {
      if (event.type === "source-log" && event.line === "at work") stop.abort();
    });
    expect(first.summary.result).to.equal("interrupted");
    const second = await deployment.run({}, (event) => {
      if (event.type === "source-command") void writeFile(join(deployment.machine.folder, "end"), "");
    });
    expect(second.summary.result, second.failed?.message).to.equal("done");
    expect(eventsOf(second.events, "source-planned")[0]?.running).to.equal("command-1");
    expect(eventsOf(second.events, "source-command").map(({ joined }) => joined)).to.deep.equal([true]);
    // Its output from the beginning.
    expect(second.lines).to.include.members(["at work", "ended"]);
    expect(deployment.agent.sent).to.have.length(1);
  });

  it("refuses beside a command for something else", async () => {
    deployment = await sourceDeployment(patient);
    const stop = new AbortController();
    await deployment.run({ signal: stop.signal }, (event) => {
      if (event.type === "source-command") stop.abort();
    });
    const other = await deployment.run({ work: "master-deploy" });
    expect([other.summary.result, other.failed?.code]).to.deep.equal(["refused", "source-busy"]);
    expect(deployment.agent.sent).to.have.length(1);
  });

  it("runs the tool again when its credentials ran out, and goes on from what stands", async () => {
    deployment = await sourceDeployment(
      '[ "$1" = setup ] || [ -e "$HOME/once" ] || { touch "$HOME/once"; echo "ExpiredToken: expired"; exit 1; }',
    );
    const { summary, events } = await deployment.run();
    expect(summary.result).to.equal("done");
    expect(deployment.agent.sent).to.have.length(2);
    expect(
      eventsOf(events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.contain("credentials ran out");
  });

  it("gives up on credentials that run out each time, and says that it is no failure of the deployment", async () => {
    deployment = await sourceDeployment('[ "$1" = setup ] || { echo "ExpiredToken: expired"; exit 1; }');
    const { summary, failed } = await deployment.run();
    expect([summary.result, failed?.code]).to.deep.equal(["failed", "source-credentials"]);
    expect(deployment.agent.sent).to.have.length(5);
  });

  it("tells our own credentials that ran out from a failure, and joins what goes on", async () => {
    deployment = await sourceDeployment(patient);
    let looks = 0;
    deployment.agent.before = (call) => {
      looks += call === "look" ? 1 : 0;
      if (looks === 3)
        throw Object.assign(new Error("The security token is expired"), { name: "ExpiredTokenException" });
    };
    const first = await deployment.run();
    expect([first.summary.result, first.failed?.code]).to.deep.equal(["failed", "credentials-expired"]);
    await writeFile(join(deployment.machine.folder, "end"), "");
    expect((await deployment.run()).summary.result).to.equal("done");
  });

  it("joins the command that an answer got lost of: the SDK sends it twice", async () => {
    deployment = await sourceDeployment(patient);
    const { sendCommand } = deployment.agent.commands;
    deployment.agent.commands.sendCommand = (async (request: Parameters<typeof sendCommand>[0]) => {
      await sendCommand(request);
      while (!existsSync(join(deployment.machine.folder, "at-work")))
        await new Promise((resolve) => setTimeout(resolve, 20));
      return await sendCommand(request);
    }) as typeof sendCommand;
    const { summary, events } = await deployment.run({}, (event) => {
      if (event.type === "source-command" && event.joined) void writeFile(join(deployment.machine.folder, "end"), "");
    });
    expect(summary.result).to.equal("done");
    const followed = eventsOf(events, "source-command").map(({ commandId, joined }) => `${commandId} ${joined}`);
    expect(followed).to.deep.equal(["command-2 false", "command-1 true"]);
  });
});

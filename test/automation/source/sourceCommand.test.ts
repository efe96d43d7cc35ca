import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type AgentServer, agentServer } from "../../support/agentServer.ts";
import { eventsOf, type TestEnvironment } from "../../support/panther.ts";
import { patient, type SourceDeployment, sourceDeployment } from "../../support/sourceDeployment.ts";

// The command line with AWS's own clients: what they send is what an agent gets.
describe("panther source, as a command", function () {
  this.timeout(120_000);
  let deployment: SourceDeployment;
  let environment: TestEnvironment;
  let server: AgentServer;

  afterEach(async () => {
    await server.close();
    await deployment.close();
  });

  async function begin(mage: string): Promise<void> {
    deployment = await sourceDeployment(mage);
    server = await agentServer(deployment.agent);
    environment = deployment.environment.as({ AWS_ENDPOINT_URL_SSM: server.url });
  }

  it("goes on when it is interrupted, and joins what goes on when it is started again", async () => {
    await begin(patient);
    const { agent, machine } = deployment;
    const first = await environment.interrupt("SIGINT", "source-log", "source deploy", "--yes");
    expect(first.code, first.stdout).to.equal(130);
    // It ends once the second run looks at it.
    agent.before = (call) => {
      if (call === "look") writeFileSync(join(machine.folder, "end"), "");
    };
    const second = await environment.panther("source deploy", "--yes");
    expect(second.code, second.stdout).to.equal(0);
    expect(agent.sent).to.have.length(1);
    expect(agent.sent[0]?.Parameters?.commands?.[0]).to.match(/^#!\/bin\/bash\n/);
    const lines = eventsOf(second.events, "source-log").map(({ line }) => line);
    expect(lines).to.include.members(["at work", "ended"]);
    expect(eventsOf(second.events, "source-command").map(({ joined }) => joined)).to.deep.equal([true]);
  });

  it("fails with what the tool said, and with 1", async () => {
    await begin('[ "$1" = setup ] || { echo "no such thing"; exit 3; }');
    const { code, events } = await environment.panther("source master-deploy", "--yes");
    expect([code, eventsOf(events, "failed")[0]?.code]).to.deep.equal([1, "source-failed"]);
    expect(eventsOf(events, "failed")[0]?.message).to.contain("exit code 3").and.to.contain("no such thing");
  });
});

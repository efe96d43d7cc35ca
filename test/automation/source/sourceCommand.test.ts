import { writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { deployerTag, sourceLogGroup } from "../../../model/source/sourceNames.ts";
import { type Agent, agentOn } from "../../support/agent.ts";
import { type AgentServer, agentServer } from "../../support/agentServer.ts";
import { type FakeInstance, fakeInstance } from "../../support/instance.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

// The command line with AWS's own clients: what they send is what an agent gets.
describe("panther source, as a command", function () {
  this.timeout(120_000);
  let environment: TestEnvironment;
  let machine: FakeInstance;
  let agent: Agent;
  let server: AgentServer;

  beforeEach(async () => {
    const own = await testEnvironment({
      version: "v1.16.0",
      sourceDeployer: { vpcId: "vpc-12345678", subnetId: "subnet-12345678" },
      parameters: { FirstUserEmail: "a@example.com" },
      firstDeployParameters: undefined,
    });
    const { accountId, region, env } = own;
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const client = { region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials };
    const logs = new CloudWatchLogs(client);
    const { Instances: [instance] = [] } = await new EC2(client).runInstances({
      ImageId: "ami-12345678",
      InstanceType: "m5.large",
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: deployerTag, Value: "test" }] }],
    });
    await logs.createLogGroup({ logGroupName: sourceLogGroup("test") });
    machine = await fakeInstance(
      `[ "$1" = setup ] || { echo "$1 at work"; while [ ! -e "$HOME/end" ]; do sleep 0.1; done; echo ended; }`,
    );
    agent = agentOn(machine, instance?.InstanceId ?? "", logs);
    server = await agentServer(agent);
    environment = own.as({ AWS_ENDPOINT_URL_SSM: server.url });
  });
  afterEach(async () => {
    await server.close();
    await agent.close();
    await machine.close();
    await environment.remove();
  });

  it("goes on when it is interrupted, and joins what goes on when it is started again", async () => {
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
    expect(lines).to.include.members(["deploy at work", "ended"]);
    expect(eventsOf(second.events, "source-command").map(({ joined }) => joined)).to.deep.equal([true]);
  });

  it("fails with what the tool said, and with 1", async () => {
    await writeFile(
      join(machine.folder, "image", "mage"),
      '#!/bin/bash\n[ "$1" = setup ] || { echo "no such thing"; exit 3; }\n',
    );
    const { code, events } = await environment.panther("source master-deploy", "--yes");
    expect([code, eventsOf(events, "failed")[0]?.code]).to.deep.equal([1, "source-failed"]);
    expect(eventsOf(events, "failed")[0]?.message).to.contain("exit code 3").and.to.contain("no such thing");
  });
});

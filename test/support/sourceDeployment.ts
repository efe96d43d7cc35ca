// An environment that is deployed from source: its machine on local AWS's EC2, and what the machine does in a folder.
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { Lambda } from "@aws-sdk/client-lambda";
import type { DriverEvent, FailedEvent, RunSummary } from "../../automation/events.ts";
import { runSource, type SourceOptions } from "../../automation/source/runSource.ts";
import { realTiming } from "../../automation/timing.ts";
import { deployerTag, sourceLogGroup } from "../../model/source/sourceNames.ts";
import { type Agent, agentOn } from "./agent.ts";
import { type FakeInstance, fakeInstance } from "./instance.ts";
import { asCallerOf, eventsOf, type TestEnvironment, testEnvironment } from "./panther.ts";

/** How a run in this process ended. */
export interface SourceRun {
  readonly summary: RunSummary;
  readonly events: readonly DriverEvent[];
  readonly failed: FailedEvent | undefined;
  /** What the tool said. */
  readonly lines: readonly string[];
}

export interface SourceDeployment {
  readonly environment: TestEnvironment;
  readonly machine: FakeInstance;
  readonly agent: Agent;
  readonly instanceId: string;
  readonly ec2: EC2;
  /** Runs `mage deploy`, unless told otherwise, with every look 50 ms after the one before. */
  run(options?: Partial<SourceOptions>, onEvent?: (event: DriverEvent) => void): Promise<SourceRun>;
  close(): Promise<void>;
}

/** A tool that works until a file `end` says that it may end, and says by `at-work` that it has begun. */
export const patient = `[ "$1" = setup ] || {
  echo "at work"; touch "$HOME/at-work"; while [ ! -e "$HOME/end" ]; do sleep 0.1; done; echo ended
}`;

/**
 * @param mage See {@link fakeInstance}.
 * @param logged Whether the agent writes to CloudWatch Logs.
 */
export async function sourceDeployment(mage: string, { logged = true } = {}): Promise<SourceDeployment> {
  const environment = await testEnvironment({
    version: "v1.16.0",
    sourceDeployer: { vpcId: "vpc-12345678", subnetId: "subnet-12345678" },
    parameters: { FirstUserEmail: "a@example.com" },
    firstDeployParameters: undefined,
  });
  const { accountId, region, env, projectDirectory } = environment;
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  const client = { region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials };
  const ec2 = new EC2(client);
  const logs = new CloudWatchLogs(client);
  const functions = new Lambda(client);
  const { Instances: [instance] = [] } = await ec2.runInstances({
    ImageId: "ami-12345678",
    InstanceType: "t3.small",
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: deployerTag, Value: "test" }] }],
  });
  const instanceId = instance?.InstanceId ?? "";
  if (logged) await logs.createLogGroup({ logGroupName: sourceLogGroup("test") });
  const machine = await fakeInstance(mage);
  const agent = agentOn(machine, instanceId, logged ? logs : undefined);
  return {
    environment,
    machine,
    agent,
    instanceId,
    ec2,
    async run(options = {}, onEvent = () => undefined) {
      const events: DriverEvent[] = [];
      const summary = await asCallerOf(environment, () =>
        runSource({
          environment: "test",
          projectDirectory,
          work: "deploy",
          timing: realTiming(50),
          apis: { instances: ec2, commands: agent.commands, logs, logGroups: { logs, functions } },
          report: (event) => {
            events.push(event);
            onEvent(event);
          },
          ...options,
        }),
      );
      const lines = eventsOf(events, "source-log").map(({ line }) => line);
      return { summary, events, failed: eventsOf(events, "failed")[0], lines };
    },
    async close() {
      await agent.close();
      await machine.close();
      await environment.remove();
    },
  };
}

// Systems Manager as a driver sees it, and its agent on a machine. MiniStack runs commands in Docker containers only, and
// answers that an instance without one is no instance; so the answers are made here, in the shapes of AWS's. EC2 and
// CloudWatch Logs are local AWS's own.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type {
  Command,
  GetCommandInvocationResult,
  ListCommandsResult,
  SendCommandRequest,
  SendCommandResult,
} from "@aws-sdk/client-ssm";
import type { SourceApis } from "../../automation/source/sourceApis.ts";
import type { FakeInstance } from "./instance.ts";

export interface Agent {
  readonly commands: SourceApis["commands"];
  /** What was sent, oldest first. */
  readonly sent: readonly SendCommandRequest[];
  /** What a test does before an answer: throw, for example. */
  before: (call: "send" | "look") => void;
  /** Whether the agent reports to Systems Manager. */
  online: boolean;
  /** Ends what runs. */
  close(): Promise<void>;
}

interface Sent {
  readonly command: Command;
  invocation: GetCommandInvocationResult;
  readonly process: Promise<ChildProcess>;
}

export function agentOn(machine: FakeInstance, instanceId: string, logs: CloudWatchLogs | undefined): Agent {
  const all: Sent[] = [];
  const sent: SendCommandRequest[] = [];
  const agent: Agent = {
    sent,
    before: () => undefined,
    online: true,
    async close() {
      for (const { process: started } of all) {
        const child = await started;
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, "exit");
        process.kill(-Number(child.pid), "SIGKILL");
        await ended;
      }
    },
    commands: {
      describeInstanceInformation: async () => ({
        InstanceInformationList: agent.online ? [{ InstanceId: instanceId, PingStatus: "Online" }] : [],
      }),
      sendCommand: async (request: SendCommandRequest): Promise<SendCommandResult> => {
        agent.before("send");
        const CommandId = `command-${all.length + 1}`;
        const invocation = { CommandId, InstanceId: instanceId, ResponseCode: -1, Status: "InProgress" } as const;
        const command: Command = { CommandId, Comment: request.Comment ?? "", Status: "InProgress" };
        sent.push(request);
        const entry: Sent = { command, invocation, process: machine.start(request.Parameters?.commands?.[0] ?? "") };
        all.push(entry);
        void work(entry, request);
        return { Command: command };
      },
      listCommands: async (): Promise<ListCommandsResult> => ({
        Commands: all.map(({ command, invocation }) => ({ ...command, Status: statusOf(invocation) })),
      }),
      getCommandInvocation: async ({ CommandId }: { CommandId?: string | undefined }) => {
        agent.before("look");
        const found = all.find(({ command }) => command.CommandId === CommandId);
        if (!found) throw Object.assign(new Error("There is none."), { name: "InvocationDoesNotExist" });
        return found.invocation;
      },
    } as unknown as SourceApis["commands"],
  };

  async function work(entry: Sent, { CloudWatchOutputConfig }: SendCommandRequest): Promise<void> {
    const child = await entry.process;
    const logGroupName = CloudWatchOutputConfig?.CloudWatchLogGroupName ?? "";
    const logStreamName = `${entry.command.CommandId}/${instanceId}/aws-runShellScript/stdout`;
    await logs?.createLogStream({ logGroupName, logStreamName });
    let output = "";
    if (child.stdout) {
      for await (const message of createInterface({ input: child.stdout })) {
        output += `${message}\n`;
        await logs?.putLogEvents({ logGroupName, logStreamName, logEvents: [{ timestamp: Date.now(), message }] });
      }
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const code = child.exitCode ?? 137;
    const ended = code === 0 ? "Success" : "Failed";
    // AWS cuts its own answer.
    const StandardOutputContent = output.slice(0, 24_000);
    entry.invocation = {
      ...entry.invocation,
      Status: ended,
      StatusDetails: ended,
      ResponseCode: code,
      StandardOutputContent,
    };
  }

  return agent;
}

function statusOf({ Status }: GetCommandInvocationResult): "InProgress" | "Success" | "Failed" {
  return Status === "Success" || Status === "Failed" ? Status : "InProgress";
}

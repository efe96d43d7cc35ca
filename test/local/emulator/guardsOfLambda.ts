import type { Guard } from "./guard.ts";
import { code, lambda } from "./named.ts";
import { type Probe, scope } from "./probe.ts";

/** Of what Lambda writes to CloudWatch Logs. */
export const guardsOfLambda: Readonly<Record<string, Guard>> = {
  "late-logs": {
    look: async (probe) => {
      const seen = [];
      for (const first of ["AWS::Logs::LogGroup", "AWS::Lambda::Function"]) {
        const { group, name } = await made(probe, `guard-late-${seen.length}`, true);
        await probe.invoke(name);
        const remove = async (type: string) => {
          const physicalId = type === "AWS::Lambda::Function" ? name : group;
          await probe.operate("delete", type, {}, { physicalId, withItsStack: true });
        };
        await remove(first);
        await remove(first === "AWS::Logs::LogGroup" ? "AWS::Lambda::Function" : "AWS::Logs::LogGroup");
        seen.push(await streamsOf(probe, group));
      }
      // One that never ran has nothing to write, and an update that removes one is no deletion of the stack.
      const idle = await made(probe, "guard-idle", true);
      await probe.operate("delete", "AWS::Logs::LogGroup", {}, { physicalId: idle.group, withItsStack: true });
      const removed = await made(probe, "guard-removed", true);
      await probe.invoke(removed.name);
      await probe.operate("delete", "AWS::Logs::LogGroup", {}, { physicalId: removed.group });
      return [...seen, await streamsOf(probe, idle.group), await streamsOf(probe, removed.group)];
    },
    aws: [1, 1, undefined, undefined],
    without: [undefined, undefined, undefined, undefined],
  },
  "silenced-functions": {
    look: async (probe) => {
      const { group, name } = await made(probe, "guard-silenced", false);
      await probe.invoke(name);
      return streamsOf(probe, group);
    },
    aws: undefined,
    without: 1,
  },
};

/** A function with a role of its own, and its log group; or without a group, the role bounded by AWSDenyAll. */
async function made(probe: Probe, name: string, writes: boolean) {
  const role = await probe.create("AWS::IAM::Role", { RoleName: name, AssumeRolePolicyDocument: {} });
  if (!writes) {
    const boundary = { RoleName: name, PermissionsBoundary: "arn:aws:iam::aws:policy/AWSDenyAll" };
    await iam(probe, { Action: "PutRolePermissionsBoundary", ...boundary });
  }
  await probe.create("AWS::Lambda::Function", { ...lambda(code), FunctionName: name, Role: role.attributes?.Arn });
  const group = `/aws/lambda/${name}`;
  if (writes) await probe.create("AWS::Logs::LogGroup", { LogGroupName: group });
  return { name, group };
}

/** How many streams a log group has; undefined when there is no such group. */
async function streamsOf(probe: Probe, logGroupName: string): Promise<number | undefined> {
  const target = "Logs_20140328.DescribeLogStreams";
  const answer = await probe.client.json(scope, "logs", target, { logGroupName }, ["ResourceNotFoundException"]);
  return (answer as { readonly logStreams?: readonly unknown[] }).logStreams?.length;
}

async function iam({ client }: Probe, form: Readonly<Record<string, string>>): Promise<void> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ Version: "2010-05-08", ...form }).toString();
  await client.call({ scope, service: "iam", method: "POST", path: "/", headers, body });
}

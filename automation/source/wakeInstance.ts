import { PantherError } from "../../model/error.ts";
import { type DeployerInstance, findInstance } from "./findInstance.ts";
import type { SourceApis } from "./sourceApis.ts";
import type { SourceContext } from "./sourceContext.ts";

/** A first boot installs Docker and starts the agent: some three minutes. */
const patienceMilliseconds = 15 * 60_000;

/**
 * Starts the instance where it has stopped itself, and waits until Systems Manager reaches it.
 * @throws PantherError `source-instance-unreachable`
 */
export async function wakeInstance(context: SourceContext): Promise<DeployerInstance> {
  const { apis, environment, timing, signal, report } = context;
  const begin = timing.now().getTime();
  let started = false;
  let told = false;
  for (;;) {
    const instance = await findInstance(apis, environment);
    if (instance.state === "stopped" && !started) {
      report({ type: "notice", message: `${instance.id} is stopped: it is started.` });
      await apis.instances.startInstances({ InstanceIds: [instance.id] });
      started = true;
    }
    if (instance.state === "running" && (await isOnline(apis, instance.id))) return instance;
    if (timing.now().getTime() - begin > patienceMilliseconds) throw unreachable(instance);
    if (!told && instance.state !== "stopped") {
      report({
        type: "notice",
        message: `${instance.id} is ${instance.state}: waiting for Systems Manager to reach it.`,
      });
      told = true;
    }
    await timing.sleep(timing.pollMilliseconds, signal);
  }
}

async function isOnline({ commands }: SourceApis, instanceId: string): Promise<boolean> {
  const { InstanceInformationList: [found] = [] } = await commands.describeInstanceInformation({
    Filters: [{ Key: "InstanceIds", Values: [instanceId] }],
  });
  return found?.InstanceId === instanceId && found.PingStatus === "Online";
}

function unreachable({ id, state }: DeployerInstance): PantherError {
  return new PantherError(
    "source-instance-unreachable",
    `${id} is ${state}, and Systems Manager has not reached it in ${patienceMilliseconds / 60_000} minutes.`,
    `Its subnet needs a way out to the internet, or endpoints of Systems Manager: docs/source.md. What it said while it booted: aws ec2 get-console-output --instance-id ${id}`,
  );
}

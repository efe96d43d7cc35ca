import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

export const guardsOfTimes: Readonly<Record<string, Guard>> = {
  "secret-times": {
    look: async (probe) => {
      const times: number[] = [];
      for (const name of ["guard-times-1", "guard-times-2", "guard-times-3"]) {
        await secretsManager(probe, "CreateSecret", { Name: name, SecretString: "x" });
        await secretsManager(probe, "PutSecretValue", { SecretId: name, SecretString: "y" });
        const { CreatedDate = 0, LastChangedDate = 0 } = await secretsManager(probe, "DescribeSecret", {
          SecretId: name,
        });
        const value = await secretsManager(probe, "GetSecretValue", { SecretId: name });
        times.push(CreatedDate, LastChangedDate, value.CreatedDate ?? 0);
      }
      return mostlyFractions(times);
    },
    aws: true,
    without: false,
  },
  "deployment-times": {
    look: async (probe) => {
      const times: number[] = [];
      const input = { family: "guard-times", containerDefinitions: [{ name: "web", image: "web", memory: 128 }] };
      await ecs(probe, "RegisterTaskDefinition", input);
      for (const serviceName of ["guard-times-1", "guard-times-2", "guard-times-3"]) {
        const made = await ecs(probe, "CreateService", { serviceName, taskDefinition: "guard-times", desiredCount: 0 });
        const { service } = made as { service: { createdAt: number; deployments: readonly { createdAt: number }[] } };
        times.push(service.createdAt, ...service.deployments.map(({ createdAt }) => createdAt));
      }
      return mostlyFractions(times);
    },
    aws: true,
    without: false,
  },
};

/** One of them may happen to fall on a whole second. */
function mostlyFractions(times: readonly number[]): boolean {
  return times.filter((time) => !Number.isInteger(time)).length > times.length / 2;
}

/** Times in seconds. */
interface Secret {
  readonly CreatedDate?: number;
  readonly LastChangedDate?: number;
}

function secretsManager({ client }: Probe, operation: string, input: object): Promise<Secret> {
  return client.json(scope, "secretsmanager", `secretsmanager.${operation}`, input) as Promise<Secret>;
}

function ecs({ client }: Probe, operation: string, input: object): Promise<unknown> {
  return client.json(scope, "ecs", `AmazonEC2ContainerServiceV20141113.${operation}`, input);
}

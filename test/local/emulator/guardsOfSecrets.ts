import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

/** Of Secrets Manager. */
export const guardsOfSecrets: Readonly<Record<string, Guard>> = {
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
      // One of them may happen to fall on a whole second.
      return times.filter((time) => !Number.isInteger(time)).length > times.length / 2;
    },
    aws: true,
    without: false,
  },
  "secrets-without-value": {
    look: async (probe) => {
      const versions = async (name: string, more: object) => {
        await secretsManager(probe, "CreateSecret", { Name: name, ...more });
        return (await secretsManager(probe, "ListSecretVersionIds", { SecretId: name })).Versions?.length;
      };
      const counts = [await versions("guard-empty", {}), await versions("guard-filled", { SecretString: "x" })];
      await secretsManager(probe, "PutSecretValue", { SecretId: "guard-empty", SecretString: "x" });
      const { Versions } = await secretsManager(probe, "ListSecretVersionIds", { SecretId: "guard-empty" });
      return [...counts, Versions?.map(({ VersionStages }) => VersionStages).sort()];
    },
    aws: [0, 1, [["AWSCURRENT"]]],
    without: [1, 1, [["AWSCURRENT"], ["AWSPREVIOUS"]]],
  },
};

interface Told {
  readonly Versions?: readonly { readonly VersionStages: readonly string[] }[];
  /** In seconds. */
  readonly CreatedDate?: number;
  readonly LastChangedDate?: number;
}

function secretsManager({ client }: Probe, operation: string, input: object): Promise<Told> {
  return client.json(scope, "secretsmanager", `secretsmanager.${operation}`, input) as Promise<Told>;
}

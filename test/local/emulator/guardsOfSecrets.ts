import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

/** Of Secrets Manager. */
export const guardsOfSecrets: Readonly<Record<string, Guard>> = {
  "secrets-on-their-way-out": {
    look: async (probe) => {
      const secret = { Name: "guard-leaving", SecretString: "x" };
      await secretsManager(probe, "CreateSecret", secret);
      await secretsManager(probe, "DeleteSecret", { SecretId: secret.Name });
      const target = "secretsmanager.CreateSecret";
      const refusal = await probe.client.json(scope, "secretsmanager", target, secret, ["Exception"]);
      return (refusal as { readonly __type: string }).__type;
    },
    aws: "InvalidRequestException",
    without: "ResourceExistsException",
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
}

function secretsManager({ client }: Probe, operation: string, input: object): Promise<Told> {
  return client.json(scope, "secretsmanager", `secretsmanager.${operation}`, input) as Promise<Told>;
}

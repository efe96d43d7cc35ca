import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { TestEnvironment } from "./panther.ts";

/** Makes the secret and the key that Panther's parameters name, and names them in the environment's file. */
export async function withSecret(environment: TestEnvironment): Promise<void> {
  const { region, accountId, env } = environment;
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  const settings = { region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials };
  const secret = await new SecretsManager(settings).createSecret({ Name: "panther-pulumi", SecretString: "x" });
  const key = await new KMS(settings).createKey({});
  await environment.configure({
    parameters: {
      FirstUserEmail: "first.user@example.com",
      OnboardSelf: false,
      CompanyDisplayName: "Acme",
      PulumiSecretArn: secret.ARN,
      PulumiSecretKeyArn: key.KeyMetadata?.Arn,
    },
  });
}

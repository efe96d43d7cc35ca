import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { proxySecretPolicy } from "./china/policies.ts";
import { identityGuard, withHooks } from "./guards.ts";

/** Arguments of {@link PantherChinaProxySecret}. */
export interface PantherChinaProxySecretArgs {
  /** The secret's name; the web app's own parameter SecretID has `panther/china` for its default. Can't be changed. */
  readonly secretName: pulumi.Input<string>;
  /** The account that the web app stands in, twelve digits: no other reads the secret. */
  readonly readerAccountId: pulumi.Input<string>;
  /** ARN of a KMS key in the secret's region; left out, the account's own key for Secrets Manager. */
  readonly keyArn?: pulumi.Input<string>;
  /** For people who find it; says what it is and who writes it, unless given. */
  readonly description?: pulumi.Input<string>;
  /** Days for which a deleted secret can be had back, from 7 to 30; 30 unless given. */
  readonly recoveryWindowDays?: pulumi.Input<number>;
  /** Tags of the secret. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The secret in which the web app finds its backend in China: a container alone. Its value, JSON of `URL` and `API_KEY`, is
 * written by the driver, so that no key is ever in Pulumi's state. Source: Panther documentation, "AWS China".
 */
export class PantherChinaProxySecret extends pulumi.ComponentResource {
  /** ARN of the secret, once its policy stands. */
  readonly secretArn: pulumi.Output<string>;
  /** Name of the secret, once its policy stands: the web app's parameter SecretID. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: PantherChinaProxySecretArgs, options?: pulumi.ComponentResourceOptions) {
    const { secretName, keyArn, tags } = args;
    const component = { type: "PantherChinaProxySecret", name };
    // The inputs are what the identity guard compares, next time.
    super(
      "panther:index:PantherChinaProxySecret",
      name,
      { secretName },
      withHooks(options, { beforeUpdate: [identityGuard(component)] }),
    );
    const secret = new Secret(
      `${name}-container`,
      {
        name: secretName,
        description:
          args.description ?? "URL and API key of the gateway to Panther's backend in China; written by panther",
        recoveryWindowInDays: args.recoveryWindowDays ?? 30,
        ...(keyArn && { kmsKeyId: keyArn }),
        ...(tags && { tags }),
      },
      // Without it the web app reaches its backend no more.
      { parent: this, protect: true },
    );
    const policy = new SecretPolicy(
      `${name}-policy`,
      {
        secretArn: secret.arn,
        policy: pulumi.output(args.readerAccountId).apply(proxySecretPolicy),
        blockPublicPolicy: true,
      },
      { parent: this },
    );
    this.secretArn = policy.secretArn;
    this.secretName = pulumi.all([secret.name, policy.id]).apply(([known]) => known);
    this.registerOutputs({ secretArn: this.secretArn, secretName: this.secretName });
  }
}

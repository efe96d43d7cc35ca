import * as pulumi from "@pulumi/pulumi";
import { roleOfSide, type SideRole } from "./china/roleOfSide.ts";
import type { PantherChinaSideArgs } from "./china/sideArgs.ts";
import { identityGuard, withHooks } from "./guards.ts";
import { PantherChinaProxySecret } from "./PantherChinaProxySecret.ts";
import { PantherRootStack, type PantherRootStackArgs } from "./PantherRootStack.ts";

/** Arguments of {@link PantherChinaSplit}. */
export interface PantherChinaSplitArgs {
  /** Panther without its web app, in China. Its templates are in a bucket there. */
  readonly backend: PantherChinaSideArgs;
  /** AWS provider of the backend's account and region. */
  readonly backendProvider: pulumi.ProviderResource;
  /**
   * Name of the bucket with the backend's templates, once the deployment role may read it: the backend's root stack waits for
   * it. Left out: it is there already.
   */
  readonly readableBucketName?: pulumi.Input<string>;
  /**
   * The web app, outside China, from `proxy_panther.yml`. Its parameter SecretID is set here. Left out until the secret has a
   * value; not to be left out again afterwards.
   */
  readonly web?: PantherChinaSideArgs;
  /** Of `web` the role alone: where the creation of its root stack has failed, and is not to be tried again yet. */
  readonly webRoleOnly?: boolean;
  /** The side whose stacks stay as Pulumi has them, whatever is given here: `backend` or `web`. Left out: none. */
  readonly stays?: string;
  /** AWS provider of the web app's account and region. */
  readonly webProvider: pulumi.ProviderResource;
  /** Region of the web app: its provider's. Can't be changed. */
  readonly webRegion: pulumi.Input<string>;
  /** Account of the web app, twelve digits: no other reads the secret. Can't be changed. */
  readonly webAccountId: pulumi.Input<string>;
  /** Name of the secret between the two, such as `panther/china`. Can't be changed. */
  readonly secretName: pulumi.Input<string>;
  /** ARN of a KMS key in the web app's region for the secret; left out, the account's own key for Secrets Manager. */
  readonly secretKeyArn?: pulumi.Input<string>;
  /** Tags of the stacks and the secret. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** How long the creation of a root stack may take, such as `3h`, which is the default. */
  readonly createTimeout?: string;
  /** How long an update of a root stack may take, such as `3h`, which is the default. */
  readonly updateTimeout?: string;
  /** How long the deletion of a root stack may take, such as `3h`, which is the default. */
  readonly deleteTimeout?: string;
}

/**
 * Panther where there is no Cognito: its backend in China, its web app outside, and between them the secret from which the
 * web app knows its way. What is to be touched comes in this order: the backend's role, its root stack, the secret, the web
 * app's role, its root stack. The guards of both root stacks come before all of it.
 * Source: Panther documentation, "AWS China".
 * @throws pulumi.RunError that lists every problem of a root stack's arguments, before anything is registered.
 */
export class PantherChinaSplit extends pulumi.ComponentResource {
  /** The backend's root stack. */
  readonly backend: PantherRootStack;
  /** ARN of the role that deploys the backend. */
  readonly backendRoleArn: pulumi.Output<string>;
  /** Version of the template of that role, with the leading `v`; missing where somebody else manages the role. */
  readonly backendRoleVersion: pulumi.Output<string> | undefined;
  /** ARN of the secret, once its policy stands. */
  readonly secretArn: pulumi.Output<string>;
  /** Name of the secret, once its policy stands. */
  readonly secretName: pulumi.Output<string>;
  /** The web app's root stack; missing until it is asked for. */
  readonly web: PantherRootStack | undefined;
  /** ARN of the role that deploys the web app. */
  readonly webRoleArn: pulumi.Output<string> | undefined;
  /** Version of the template of that role, with the leading `v`; missing where somebody else manages the role. */
  readonly webRoleVersion: pulumi.Output<string> | undefined;

  constructor(name: string, args: PantherChinaSplitArgs, options?: pulumi.ComponentResourceOptions) {
    const { backend, backendProvider, web, webProvider, webRegion, webAccountId, tags } = args;
    const component = { type: "PantherChinaSplit", name };
    // The inputs are what the identity guard compares, next time: elsewhere the web app would be taken for not there yet.
    super(
      "panther:index:PantherChinaSplit",
      name,
      { webRegion, webAccountId },
      withHooks(options, { beforeUpdate: [identityGuard(component)] }),
    );
    const shared = sharedBy(args);
    const inChina = { parent: this, provider: backendProvider, ...keeping(args.stays === "backend") };
    const outside = { parent: this, provider: webProvider, ...keeping(args.stays === "web") };

    // Both root stacks first: had a guard of either refused, nothing would have been touched on either side.
    const [backendArn, setBackendArn] = pulumi.deferredOutput<string>();
    this.backend = new PantherRootStack(
      `${name}-backend`,
      { ...rootOf(backend), ...shared, roleArn: backendArn },
      inChina,
    );
    const [webArn, setWebArn] = pulumi.deferredOutput<string>();
    const [secretId, setSecretId] = pulumi.deferredOutput<string>();
    this.web =
      web && !args.webRoleOnly
        ? new PantherRootStack(
            `${name}-web`,
            {
              ...rootOf(web),
              ...shared,
              webProxy: true,
              parameters: withSecret(web.parameters, secretId),
              roleArn: webArn,
            },
            outside,
          )
        : undefined;
    const guarded = registered(this.web ? [this.backend, this.web] : [this.backend]);

    const backendRole = roleOfSide(`${name}-backend-role`, backend, tags, { ...inChina, dependsOn: guarded });
    this.backendRoleArn = backendRole.arn;
    this.backendRoleVersion = backendRole.version;
    setBackendArn(after(backendRole.arn, guarded, args.readableBucketName));

    const secret = new PantherChinaProxySecret(
      `${name}-secret`,
      {
        secretName: args.secretName,
        readerAccountId: webAccountId,
        ...(args.secretKeyArn && { keyArn: args.secretKeyArn }),
        ...(tags && { tags }),
      },
      { ...outside, dependsOn: [this.backend] },
    );
    this.secretArn = secret.secretArn;
    this.secretName = secret.secretName;
    setSecretId(secret.secretName);

    const webRole: SideRole | undefined =
      web && roleOfSide(`${name}-web-role`, web, tags, { ...outside, dependsOn: [secret] });
    this.webRoleArn = webRole?.arn;
    this.webRoleVersion = webRole?.version;
    if (webRole) setWebArn(after(webRole.arn, secret.secretArn));

    this.registerOutputs({
      backendStackId: this.backend.stackId,
      backendRoleArn: this.backendRoleArn,
      secretArn: this.secretArn,
      webStackId: this.web?.stackId,
      webRoleArn: this.webRoleArn,
    });
  }
}

/** Options of a side: its CloudFormation stacks may be kept as they are. */
function keeping(stays: boolean): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  if (!stays) return {};
  const ignoreChanges = ["templateUrl", "parameters", "tags"];
  return {
    transformations: [
      ({ type, props, opts }) =>
        type === "aws:cloudformation/stack:Stack" ? { props, opts: { ...opts, ignoreChanges } } : undefined,
    ],
  };
}

function rootOf({ role: _, roleArn: __, ...root }: PantherChinaSideArgs) {
  return root;
}

function withSecret(parameters: PantherChinaSideArgs["parameters"], SecretID: pulumi.Output<string>) {
  const isToCome = pulumi.Output.isInstance(parameters) || parameters instanceof Promise;
  // What is plain already stays so: the guards look at it before anything else is touched.
  if (!isToCome) return { ...parameters, SecretID };
  return pulumi.output(parameters).apply((given): Record<string, pulumi.Input<string>> => ({ ...given, SecretID }));
}

function sharedBy({ tags, createTimeout, updateTimeout, deleteTimeout }: PantherChinaSplitArgs) {
  return {
    ...(tags && { tags }),
    ...(createTimeout !== undefined && { createTimeout }),
    ...(updateTimeout !== undefined && { updateTimeout }),
    ...(deleteTimeout !== undefined && { deleteTimeout }),
  } satisfies Partial<PantherRootStackArgs>;
}

/** Nothing to depend on, but something to wait for: the engine knows of these components, their guards have let them pass. */
async function registered(components: readonly pulumi.Resource[]): Promise<pulumi.Resource[]> {
  await Promise.all(components.map(({ urn }) => new Promise((resolve) => void urn.apply(resolve))));
  return [];
}

function after(value: pulumi.Output<string>, ...others: pulumi.Input<unknown>[]): pulumi.Output<string> {
  return pulumi.all([value, pulumi.all(others)]).apply(([known]) => known);
}

import {
  type CreateStackCommandInput,
  type Parameter,
  type Tag,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import type { StackToImport } from "../../automation/standingStacks.ts";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../model/release/version.ts";
import { cloudFormationOf, type TestEnvironment } from "./panther.ts";

interface HandMade {
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A deployment role and a root stack as a person makes them in the console, with the names that test environments have. */
export async function makeByHand(
  environment: TestEnvironment,
  version: string,
  { parameters, tags = {} }: HandMade,
): Promise<{ readonly role: StackToImport; readonly root: StackToImport }> {
  const release = parseVersion(version);
  const urls = releaseTemplates({ release, region: environment.region, publishedRoles: [release] });
  const { roleTemplateUrl } = urls;
  if (roleTemplateUrl === null) throw new Error(`There is no template of ${version}.`);
  const role = await create(environment, {
    StackName: "panther-deployment-role",
    TemplateURL: roleTemplateUrl,
    Parameters: parametersOf({ DeploymentRoleName: "PantherDeploymentRole" }),
    Tags: tagsOf(tags),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  const roleArn = `arn:aws:iam::${environment.accountId}:role/PantherDeploymentRole`;
  return {
    role: { stackId: role, templateUrl: roleTemplateUrl },
    root: await makeRootByHand(environment, version, roleArn, { parameters, tags }),
  };
}

/** A root stack alone, with a role that is there. */
export async function makeRootByHand(
  environment: TestEnvironment,
  version: string,
  roleArn: string,
  { parameters, tags = {} }: HandMade,
): Promise<StackToImport> {
  const release = parseVersion(version);
  const { rootTemplateUrl } = releaseTemplates({ release, region: environment.region, publishedRoles: [release] });
  if (rootTemplateUrl === null) throw new Error(`There is no template of ${version}.`);
  const stackId = await create(environment, {
    StackName: "panther-test",
    TemplateURL: rootTemplateUrl,
    RoleARN: roleArn,
    Parameters: parametersOf(parameters),
    Tags: tagsOf(tags),
    // The two that the console has boxes for; the program asks for one more.
    Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
  });
  return { stackId, templateUrl: rootTemplateUrl };
}

async function create(environment: TestEnvironment, input: CreateStackCommandInput): Promise<string> {
  const client = cloudFormationOf(environment);
  const { StackId = "" } = await client.createStack(input);
  await waitUntilStackCreateComplete({ client, maxWaitTime: 120, minDelay: 0.2, maxDelay: 1 }, { StackName: StackId });
  return StackId;
}

function parametersOf(values: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

function tagsOf(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

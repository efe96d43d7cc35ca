import type { FixedName } from "../../model/preflight/fixedNames.ts";
import type { Existing } from "../../model/preflight/leftovers.ts";
import type { PreflightApis } from "./clients.ts";
import type { Context } from "./context.ts";

/** One call of a client: others than preflight ask, too. */
export type Api<Name extends keyof PreflightApis, Call extends keyof PreflightApis[Name]> = {
  readonly [Only in Name]: Pick<PreflightApis[Name], Call>;
};

/** All that an IAM listing has; IAM has no way to ask for a part of the names. */
async function marked<
  Page extends { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined },
>(read: (marker: { readonly Marker?: string }) => Promise<Page>): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let marker: string | undefined;
  do {
    const page = await read(marker === undefined ? {} : { Marker: marker });
    pages.push(page);
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  return pages;
}

export const names = (type: string, list: readonly (string | undefined)[]): readonly Existing[] =>
  list.flatMap((name) => (name === undefined ? [] : [{ type, name }]));

export async function existingRoles({ iam }: Api<"iam", "listRoles">): Promise<readonly Existing[]> {
  const pages = await marked((marker) => iam.listRoles({ ...marker, MaxItems: 1000 }));
  return names(
    "AWS::IAM::Role",
    pages.flatMap(({ Roles = [] }) => Roles.map(({ RoleName }) => RoleName)),
  );
}

export async function existingPolicies({ iam }: Api<"iam", "listPolicies">): Promise<readonly Existing[]> {
  const pages = await marked((marker) => iam.listPolicies({ ...marker, Scope: "Local", MaxItems: 1000 }));
  // A scope that is not looked at would show AWS's own.
  const own = pages.flatMap(({ Policies = [] }) => Policies.filter(({ Arn = "" }) => !Arn.includes(":iam::aws:")));
  return names(
    "AWS::IAM::ManagedPolicy",
    own.map(({ PolicyName }) => PolicyName),
  );
}

/** Panther's groups have few beginnings; one of the release's that has another is asked for by its name. */
const groupPrefixes = ["/aws/lambda/panther", "/aws/codebuild/panther", "/aws/gateway/panther", "panther"];

export async function existingLogGroups(
  { logs }: Api<"logs", "describeLogGroups">,
  expected: readonly FixedName[],
): Promise<readonly Existing[]> {
  const groups = expected.filter(({ type }) => type === "AWS::Logs::LogGroup").map(({ name }) => name);
  const others = groups.filter((name) => !groupPrefixes.some((prefix) => name.startsWith(prefix)));
  const found = await Promise.all(
    [...groupPrefixes, ...others].map(async (prefix) => {
      const all: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await logs.describeLogGroups({ logGroupNamePrefix: prefix, ...(token && { nextToken: token }) });
        all.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName));
        token = page.nextToken;
      } while (token);
      return all;
    }),
  );
  return names("AWS::Logs::LogGroup", [...new Set(found.flat())]);
}

export async function existingAliases({ keys }: Api<"keys", "listAliases">): Promise<readonly Existing[]> {
  const all: (string | undefined)[] = [];
  let marker: string | undefined;
  do {
    const page = await keys.listAliases({ Limit: 100, ...(marker && { Marker: marker }) });
    all.push(...(page.Aliases ?? []).map(({ AliasName }) => AliasName));
    marker = page.Truncated ? page.NextMarker : undefined;
  } while (marker);
  return names("AWS::KMS::Alias", all);
}

export async function existingProjects(
  { run }: Pick<Context, "run">,
  expected: readonly FixedName[],
): Promise<readonly Existing[]> {
  const type = "AWS::CodeBuild::Project";
  const own = expected.filter((one) => one.type === type).map(({ name }) => name);
  const known = [...new Set([...own, "panther-pulumi", "panther-pip-layer-builder"])];
  const { projects = [] } = await run.aws.builds.batchGetProjects({ names: known });
  return names(
    type,
    projects.map(({ name }) => name),
  );
}

/** What the tagging API calls a type, and CloudFormation. In its ARNs the name comes last. */
const taggedTypes: Readonly<Record<string, string>> = {
  s3: "AWS::S3::Bucket",
  "dynamodb:table": "AWS::DynamoDB::Table",
  sns: "AWS::SNS::Topic",
  sqs: "AWS::SQS::Queue",
  "lambda:function": "AWS::Lambda::Function",
  "ecs:cluster": "AWS::ECS::Cluster",
  "ecr:repository": "AWS::ECR::Repository",
};

export async function existingTagged({ tagged }: Api<"tagged", "getResources">): Promise<readonly Existing[]> {
  const found: Existing[] = [];
  let token: string | undefined;
  do {
    const page = await tagged.getResources({
      ResourceTypeFilters: Object.keys(taggedTypes),
      ResourcesPerPage: 100,
      ...(token && { PaginationToken: token }),
    });
    for (const { ResourceARN = "", Tags = [] } of page.ResourceTagMappingList ?? []) {
      const type = typeOfArn(ResourceARN);
      const isTagged = Tags.some(
        ({ Key, Value }) =>
          (Key === "Application" && Value === "Panther") || (Key === "panther:app" && Value === "panther"),
      );
      const name = ResourceARN.split(/[/:]/).at(-1) ?? "";
      if (type !== undefined) found.push({ type, name, ...(isTagged && { tagged: true }) });
    }
    token = page.PaginationToken;
  } while (token);
  return found;
}

function typeOfArn(arn: string): string | undefined {
  const [, , service = "", , , resource = ""] = arn.split(":");
  return taggedTypes[service] ?? taggedTypes[`${service}:${resource.split("/")[0]}`];
}

import type { DeploymentRoleChoice } from "../environment/deploymentRole.ts";
import type { Environment } from "../environment/environment.ts";
import { webSideOf } from "../environment/sides.ts";
import { partitionOf } from "../release/partition.ts";
import { sourcedTemplateUrl, type TemplateName } from "../release/templateSource.ts";
import { parseTemplateUrl, releaseBucket, roleTemplateBucket } from "../release/templateUrl.ts";
import { compareVersions, type ReleaseVersion } from "../release/version.ts";
import { sourceStackNames } from "../teardown/sourceStacks.ts";
import type { PolicySide } from "./command.ts";
import type { PolicyPlace } from "./statement.ts";

export interface SidePlace {
  readonly side: PolicySide;
  readonly place: PolicyPlace;
}

/** What an environment's policies are filled with: one place, or that of each side of a split over China. */
export function placesOf(environment: Environment, journal = ""): readonly [SidePlace, ...SidePlace[]] {
  const { topology } = environment;
  const web = webSideOf(environment);
  if (topology.kind === "standard" || !web) {
    return [{ side: "standard", place: { ...placeOf(environment), journal } }];
  }
  const { secretName, secretKeyArn = "", sourceRegion, createReleaseBucket } = topology.china;
  const backend = placeOf(environment);
  return [
    { side: "backend", place: { ...backend, ownBucket: createReleaseBucket ? backend.releases : "", journal } },
    {
      side: "web",
      place: {
        ...placeOf(web),
        source: releaseBucket(sourceRegion),
        secret: secretName,
        secretKey: secretKeyArn,
        // The driver writes it with the backend's credentials.
        journal: "",
      },
    },
  ];
}

/** What stands in the pages' examples. */
export const examplePlace: PolicyPlace = {
  partition: "aws",
  region: "us-east-1",
  account: "123456789012",
  root: "panther-prod",
  buckets: "panther-prod-",
  fromSource: "",
  roleStack: "panther-deployment-role",
  ...rolesOf(
    { kind: "deploy", stackName: "panther-deployment-role", roleName: "PantherDeploymentRole", parameters: {} },
    "arn:aws:iam::123456789012",
  ),
  rolePolicies: "",
  releases: releaseBucket("us-east-1"),
  roleTemplates: roleTemplateBucket,
  ownBucket: "",
  source: "",
  secret: "",
  secretKey: "",
  journal: "example-journals",
};

function placeOf(environment: Environment): PolicyPlace {
  const { region, expectedAccountId: account, rootStackName, deploymentRole, version } = environment;
  const fromSource = environment.sourceDeployer !== undefined || sourceStackNames.includes(rootStackName);
  const partition = partitionOf(region).name;
  return {
    partition,
    region,
    account,
    root: rootStackName,
    buckets: bucketsOf(rootStackName),
    fromSource: fromSource ? "panther" : "",
    roleStack: deploymentRole.kind === "deploy" ? deploymentRole.stackName : "",
    ...rolesOf(deploymentRole, `arn:${partition}:iam::${account}`),
    rolePolicies: deploymentRole.kind === "deploy" && bringsPolicies(version) ? "Panther" : "",
    releases: bucketOf(environment, "root"),
    roleTemplates: bucketOf(environment, "role"),
    ownBucket: "",
    source: "",
    secret: "",
    secretKey: "",
    journal: "",
  };
}

/**
 * S3 takes lower case only, and 63 characters: of a name that gets too long CloudFormation keeps the first 25 of the stack's.
 * Source: "Name type" in the CloudFormation User Guide, and names as they stand.
 */
function bucketsOf(stack: string): string {
  return `${stack.toLowerCase()}-`.slice(0, 24);
}

/** The role's templates of v1.111.0 and later have managed policies beside the role, whose names are fixed. */
function bringsPolicies(version: ReleaseVersion): boolean {
  return compareVersions(version, "1.111.0" as ReleaseVersion) >= 0;
}

function rolesOf(role: DeploymentRoleChoice, iam: string): Pick<PolicyPlace, "role" | "ownRole"> {
  if (role.kind === "existing") return { role: role.arn, ownRole: "" };
  const arn = `${iam}:role/${role.roleName}`;
  return { role: arn, ownRole: arn };
}

function bucketOf({ templateSource: source, version, region }: Environment, template: TemplateName): string {
  const sourced = sourcedTemplateUrl({ template, version, region, source });
  return (sourced.kind === "url" && parseTemplateUrl(sourced.url)?.bucket) || "";
}

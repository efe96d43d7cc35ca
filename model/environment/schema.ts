import * as v from "valibot";
import { secretValue } from "./problems.ts";
import {
  accountId,
  catalogPlace,
  day,
  duration,
  flag,
  mapping,
  mappingOf,
  parameterName,
  region,
  roleName,
  rootStackName,
  scalar,
  secretName,
  stackName,
  tagName,
  tagValue,
  text,
  version,
  wholeNumber,
} from "./values.ts";

const parameters = v.optional(mappingOf(parameterName, scalar), {});
const deploymentRole = v.optional(mapping, {});

/** The keys of an environment's configuration, without the namespace. */
export const environmentEntries = {
  version,
  topology: v.optional(v.picklist(["standard", "china"], "must be standard or china"), "standard"),
  region,
  expectedAccountId: accountId,
  rootStackName,
  parameters,
  secretParameters: v.optional(
    mappingOf(
      parameterName,
      v.custom<typeof secretValue>((value) => value === secretValue, "must be a Pulumi secret, not plain text"),
    ),
    {},
  ),
  firstDeployParameters: v.optional(v.array(parameterName, "must be a list of parameters' names"), []),
  deploymentRole,
  tags: v.optional(
    v.pipe(
      mappingOf(tagName, tagValue),
      // Source: AWS's user guide on tagging, "Tag naming limits and requirements"; so many a resource may have.
      v.check((tags) => Object.keys(tags).length <= 50, "has more than 50 tags, AWS's limit for a resource"),
    ),
    {},
  ),
  timeouts: v.optional(mapping, {}),
  organizations: v.optional(mapping, {}),
  opsRoleUntil: v.optional(day),
  sourceDeployer: v.optional(mapping),
  releaseCatalog: v.optional(catalogPlace),
  releaseBucket: v.optional(text()),
  templateUrl: v.optional(text()),
  china: v.optional(mapping),
};

export const timeoutEntries = {
  create: v.optional(duration, "3h"),
  update: v.optional(duration, "3h"),
  delete: v.optional(duration, "3h"),
};

export const organizationsEntries = { profile: v.optional(text()), webProfile: v.optional(text()) };

/** Of a role to deploy. */
export const deployedRoleEntries = {
  stackName: v.optional(stackName, "panther-deployment-role"),
  roleName: v.optional(roleName, "PantherDeploymentRole"),
  parameters,
};

/** Of a role that is there. */
export const existingRoleEntries = { arn: text("must be the ARN of a role") };

export const chinaEntries = {
  profile: v.optional(text()),
  createReleaseBucket: v.optional(flag),
  sourceRegion: v.optional(region, "us-east-1"),
  webRegion: region,
  webAccountId: accountId,
  webProfile: v.optional(text()),
  webRootStackName: v.optional(rootStackName, "panther-web"),
  webParameters: parameters,
  webDeploymentRole: deploymentRole,
  // The default of the web app's own parameter SecretID. Source: Panther documentation, "AWS China".
  secretName: v.optional(secretName, "panther/china"),
  secretKeyArn: v.optional(text("must be the ARN of a KMS key")),
  // Panther recommends a new key at each upgrade; releases came every few weeks.
  keyMaxAgeDays: v.optional(wholeNumber(1, 3650, "days"), 90),
  keySettleSeconds: v.optional(wholeNumber(1, 3600, "seconds"), 60),
  keyOverlapMinutes: v.optional(wholeNumber(0, 1440, "minutes"), 10),
  keyKeepDays: v.optional(wholeNumber(0, 3650, "days"), 7),
};

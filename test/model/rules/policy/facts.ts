import { type FactMap, notKnown, type ResourceFacts, type RunFacts } from "../../../../model/rules/policy/facts.ts";
import type { GivenSettings, PolicyRule } from "../../../../model/rules/policy/policyRule.ts";
import { requiredValues } from "../../release/parameters/edges.ts";

const prefix = "urn:pulumi:prod::panther::";
const stack = "aws:cloudformation/stack:Stack";
const hours = { create: 10_800, update: 10_800 };
const account = "123456789012";

/** A resource of the program, as it should be; `path` is the types of its components, from the outermost. */
function resource(path: string, type: string, name: string, properties: FactMap): ResourceFacts {
  return {
    type,
    name,
    urn: `${prefix}${path}${type}::${name}`,
    properties,
    secretPaths: [],
    protect: true,
    ignoreChanges: [],
    timeouts: hours,
    provider: { region: "us-east-1", allowedAccountIds: JSON.stringify([account]) },
  };
}

const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

export const templateUrl = "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml";
const roleUrl = (version: string) =>
  `https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/${version}/template.yml`;

export const root = resource("panther:index:PantherRootStack$", stack, "panther-stack", {
  name: "panther-prod",
  templateUrl,
  parameters: { ...requiredValues, OnboardSelf: "false" },
  capabilities,
  iamRoleArn: notKnown,
});
export const rootComponent: ResourceFacts = {
  ...resource("", "panther:index:PantherRootStack", "panther", { templateUrl }),
  provider: {},
};
export const role: ResourceFacts = resource("panther:index:PantherDeploymentRole$", stack, "role-stack", {
  name: "panther-deployment-role",
  templateUrl: roleUrl("v1.39.0"),
  parameters: { DeploymentRoleName: "PantherDeploymentRole" },
});

const split = "panther:index:PantherChinaSplit$panther:index:PantherRootStack$";
const inChina = { region: "cn-north-1", allowedAccountIds: '["860000000000"]' };
export const backend: ResourceFacts = {
  ...resource(split, stack, "panther-backend-stack", {
    ...root.properties,
    templateUrl: "https://releases.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml",
    iamRoleArn: "arn:aws-cn:iam::860000000000:role/PantherDeploymentRole",
  }),
  provider: inChina,
};
export const web: ResourceFacts = {
  ...resource(split, stack, "panther-web-stack", {
    name: "panther-web",
    templateUrl: "https://panther-enterprise-ap-southeast-1.s3.amazonaws.com/v1.39.7/proxy_panther.yml",
    parameters: { FirstUserEmail: "first.user@example.com", SecretID: "panther/china" },
    capabilities,
    iamRoleArn: "arn:aws:iam::123456789012:role/PantherDeploymentRole",
  }),
  provider: { region: "ap-southeast-1", allowedAccountIds: [account] },
};

const releases = `${prefix}panther:index:PantherReleaseBucket::releases`;
/** A resource of the release bucket's. */
export function ofBucket(type: string, properties: FactMap): ResourceFacts {
  return {
    ...resource("panther:index:PantherReleaseBucket$", type, type, properties),
    parent: releases,
    provider: inChina,
  };
}

const proxy = `${prefix}panther:index:PantherChinaProxySecret::proxy`;
/** A resource of the secret's between the sides. */
export function ofSecret(type: string, properties: FactMap): ResourceFacts {
  return {
    ...resource("panther:index:PantherChinaProxySecret$", `aws:secretsmanager/${type}`, type, properties),
    parent: proxy,
  };
}

/** Something of the same program that is none of Panther's. */
export const other = resource("", "aws:sns/topic:Topic", "topic", { name: "other" });

/** The same with other properties. */
export function having(facts: ResourceFacts, properties: FactMap): ResourceFacts {
  return { ...facts, properties: { ...facts.properties, ...properties } };
}

/** The same with other parameters; undefined takes one away. */
export function withParameters(facts: ResourceFacts, parameters: FactMap): ResourceFacts {
  const all = { ...(facts.properties.parameters as FactMap), ...parameters };
  return having(facts, {
    parameters: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  });
}

export interface Question {
  readonly settings?: GivenSettings;
  readonly others?: readonly ResourceFacts[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly today?: string;
}

function runOf({ others = [], tags = {}, today = "2026-11-21" }: Question, self: readonly ResourceFacts[]): RunFacts {
  return { resources: [...others, ...self], stackTags: new Map(Object.entries(tags)), today };
}

/** What a rule says of a resource before it is touched, as `violation: …`, `not-told: …`. */
export function said(rule: PolicyRule, facts: ResourceFacts, question: Question = {}): readonly string[] {
  const verdicts = rule.resource(facts, runOf(question, [facts]), question.settings ?? {});
  return verdicts.map(({ kind, message }) => `${kind}: ${message}`);
}

/** What a rule says at the end, as `violation: … (name of the resource)`. */
export function saidAtEnd(rule: PolicyRule, ...resources: readonly ResourceFacts[]): readonly string[] {
  const nameOf = (urn = "") => urn.split("::").at(-1);
  return rule.end(runOf({}, resources), {}).map(({ kind, message, urn }) => `${kind}: ${message} (${nameOf(urn)})`);
}

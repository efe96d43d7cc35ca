import { documentedParameter } from "../../../release/parameters/catalog.ts";
import { isDocumentedFor } from "../../../release/parameters/documented.ts";
import { tagOf } from "../../../release/version.ts";
import { notKnown, type ResourceFacts } from "../facts.ts";
import { isRoot, parameterOf, regionOf, releaseOf, sideOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

const choices = ["any", "on", "off"];

/** Whether a resource is a root stack that has these parameters: the web app in front of China has its own few. */
function hasThem(resource: ResourceFacts): boolean {
  return isRoot(resource) && sideOf(resource) !== "web";
}

/** A parameter that a blank value turns off, and that is on where it is left to the template's default. */
function blankIsOff(resource: ResourceFacts, name: string, wanted: string): readonly Verdict[] {
  if (wanted === "any" || !isParameterOf(resource, name)) return [];
  const value = parameterOf(resource, name);
  if (value === notKnown) return [notTold(`${name} is not known yet.`)];
  if (wanted === (value === "" ? "off" : "on")) return [];
  return [
    violation(
      wanted === "off"
        ? `${name} is ${value === undefined ? "left to Panther's default" : `"${value}"`}, and the organisation wants it off: blank.`
        : `${name} is blank, and the organisation wants it on.`,
    ),
  ];
}

function isParameterOf(resource: ResourceFacts, name: string): boolean {
  const release = releaseOf(resource);
  const documented = documentedParameter(name);
  return !release || !documented || isDocumentedFor(documented, release);
}

export const supportRole = policyRule({
  name: "support-role",
  title: "Panther's support can read, or not, as the organisation wants.",
  severity: "medium",
  level: "mandatory",
  reason:
    "`SupportRoleIdentityAccountId` lets engineers of an account assume a read-only role. Left out, it is Panther's own; blank, there is no such role.",
  remediation: "Set `SupportRoleIdentityAccountId` in `panther:parameters` as the organisation wants it.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  source: 'Panther documentation, "Configure deployment parameters"',
  settings: {
    wanted: { text: "on, off, or any where it does not matter.", default: "any", choices },
    accounts: { text: "The only accounts that it may name; empty: any.", default: [], pattern: "^\\d{12}$" },
  },
  resource: (resource, _, { wanted, accounts }) => {
    if (!hasThem(resource)) return [];
    const name = "SupportRoleIdentityAccountId";
    const account = parameterOf(resource, name);
    const foreign = typeof account === "string" && account !== "" && accounts.length > 0 && !accounts.includes(account);
    return [
      ...blankIsOff(resource, name, wanted),
      ...(foreign ? [violation(`${name} is ${account}, which is none of ${accounts.join(", ")}.`)] : []),
    ];
  },
});

export const telemetry = policyRule({
  name: "telemetry",
  title: "Errors go to Sentry and usage to Segment, or not, as the organisation wants.",
  severity: "medium",
  level: "mandatory",
  reason:
    "Unless it is told otherwise, Panther sends errors of the application to Sentry and usage of its web app to Segment, outside the account.",
  remediation:
    "To send nothing, set `SentryEnvironment` and `SegmentEnvironment` in `panther:parameters` to blank text; left out they are on.",
  link: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/data-protection.html",
  source: 'Panther documentation, "Configure deployment parameters"',
  settings: {
    sentry: { text: "Errors of the application, `SentryEnvironment`: on, off or any.", default: "any", choices },
    segment: {
      text: "Usage of the web app, `SegmentEnvironment`, from v1.39 on: on, off or any.",
      default: "any",
      choices,
    },
  },
  resource: (resource, _, { sentry, segment }) =>
    hasThem(resource)
      ? [...blankIsOff(resource, "SentryEnvironment", sentry), ...blankIsOff(resource, "SegmentEnvironment", segment)]
      : [],
});

export const fips = policyRule({
  name: "fips",
  title: "AWS's FIPS endpoints are used, or not, as the organisation wants.",
  severity: "medium",
  level: "mandatory",
  reason:
    "Who has to use validated cryptography has to say so: `EnableFips` is off unless it is set. It has an effect in regions of the United States alone.",
  remediation: "Set `EnableFips` in `panther:parameters`; it is there from v1.37 on.",
  link: "https://aws.amazon.com/compliance/fips/",
  source: 'Panther documentation, "Configure deployment parameters"',
  settings: {
    wanted: { text: "on, off, or any where it does not matter.", default: "any", choices },
  },
  resource: (resource, _, { wanted }) => {
    const region = regionOf(resource);
    const isElsewhere = typeof region === "string" && !region.startsWith("us-");
    if (wanted === "any" || !hasThem(resource) || isElsewhere) return [];
    const release = releaseOf(resource);
    if (release && !isParameterOf(resource, "EnableFips")) {
      return wanted === "off"
        ? []
        : [violation(`${tagOf(release)} has no EnableFips yet, and the organisation wants it on.`)];
    }
    const value = parameterOf(resource, "EnableFips");
    if (value === notKnown) return [notTold("EnableFips is not known yet.")];
    const is = value === "true" ? "on" : "off";
    return is === wanted ? [] : [violation(`EnableFips is ${is}, and the organisation wants it ${wanted}.`)];
  },
});

export const operationsRole = policyRule({
  name: "operations-role",
  title: "Panther's operations role is off, but for an exception with a last day.",
  severity: "critical",
  level: "mandatory",
  reason:
    "`OpsRoleIdentityAccountId` lets engineers of another account assume an administrator role, for migrations and emergencies. It is to go when they are over.",
  remediation:
    "Remove `OpsRoleIdentityAccountId` from `panther:parameters`. While it is needed, set `until` and `account` here, and `panther:opsRoleUntil` in the environment.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  source: 'Panther documentation, "Configure deployment parameters"',
  settings: {
    until: {
      text: "The exception's last day, YYYY-MM-DD in UTC; blank: none.",
      default: "",
      pattern: "^(\\d{4}-\\d{2}-\\d{2})?$",
    },
    account: { text: "The account that the exception is for; blank: any.", default: "", pattern: "^(\\d{12})?$" },
  },
  resource: (resource, { today }, { until, account }) => {
    if (!hasThem(resource)) return [];
    const named = parameterOf(resource, "OpsRoleIdentityAccountId");
    if (named === notKnown) return [notTold("OpsRoleIdentityAccountId is not known yet.")];
    if (!named) return [];
    if (until === "") return [violation(`Panther's operations role is on, for account ${named}.`)];
    if (today > until) return [violation(`Panther's operations role was to be there until ${until}, and still is.`)];
    if (account === "" || account === named) return [];
    return [violation(`Panther's operations role is for account ${named}, and the exception is for ${account}.`)];
  },
});

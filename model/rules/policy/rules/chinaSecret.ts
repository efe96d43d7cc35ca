import { notKnown, type ResourceFacts, textOf } from "../facts.ts";
import { accountsOf, isRoot, parameterOf, regionOf, sideOf } from "../pantherParts.ts";
import { covers, type Statement, statementsOf, strangersIn } from "../policyDocument.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

const component = "panther:index:PantherChinaProxySecret$";
const secretType = "aws:secretsmanager/secret:Secret";
const policyType = "aws:secretsmanager/secretPolicy:SecretPolicy";
const versionType = "aws:secretsmanager/secretVersion:SecretVersion";
const reading = "secretsmanager:GetSecretValue";

export const chinaSecret = policyRule({
  name: "china-secret",
  title:
    "The secret between the sides has its name, its key and no readers outside its account, and its value is nowhere in Pulumi.",
  severity: "critical",
  level: "mandatory",
  reason:
    "The secret holds the key to Panther's backend in China. The web app finds it by its name; whoever else reads it can ask the backend.",
  remediation:
    "Use the component PantherChinaProxySecret with `panther:china.secretName`; the driver writes the value: `panther china rotate-key <environment>`.",
  link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  source: 'Panther documentation, "AWS China"',
  settings: {
    name: { text: "The secret's name.", default: "panther/china" },
    key: {
      text: "own: a KMS key of yours has to be given; any: the account's own key for Secrets Manager will do.",
      default: "any",
      choices: ["any", "own"],
    },
  },
  resource: (resource, { resources }, { name, key }) => {
    const isOurs = resource.urn.includes(component);
    if (isRoot(resource) && sideOf(resource) === "web") return webVerdicts(resource, name);
    if (isOurs && resource.type === secretType) return [...nameVerdicts(resource, name), ...keyVerdicts(resource, key)];
    if (isOurs && resource.type === policyType) return policyVerdicts(resource);
    if (resource.type !== versionType || !(isOurs || resources.some(({ urn }) => urn.includes(component)))) return [];
    return [violation("Pulumi writes the value of a secret: with it the key to the backend is in Pulumi's state.")];
  },
  end: ({ resources }) =>
    resources
      .filter(({ type, urn }) => type === secretType && urn.includes(component))
      .filter(({ parent }) => !resources.some((other) => other.type === policyType && other.parent === parent))
      .map(({ urn }) => violation("The secret has no policy that keeps readers of other accounts away.", urn)),
});

function nameVerdicts({ properties }: ResourceFacts, wanted: string): readonly Verdict[] {
  const name = textOf(properties.name);
  if (name === notKnown) return [notTold("The secret's name is not known yet.")];
  return name === wanted ? [] : [violation(`The secret is named ${name}, and is to be ${wanted}.`)];
}

function webVerdicts(web: ResourceFacts, wanted: string): readonly Verdict[] {
  const id = parameterOf(web, "SecretID");
  if (id === notKnown) return [notTold("The web app's SecretID is not known yet.")];
  // Left out it has the template's default, which is the documentation's name.
  const name = id ?? "panther/china";
  return name === wanted ? [] : [violation(`The web app looks for secret ${name}, and it is to be ${wanted}.`)];
}

function keyVerdicts(secret: ResourceFacts, wanted: string): readonly Verdict[] {
  const key = textOf(secret.properties.kmsKeyId);
  if (key === notKnown) return [notTold("The secret's KMS key is not known yet.")];
  if (!key) return wanted === "own" ? [violation("The secret has no KMS key of the organisation's own.")] : [];
  const region = /^arn:[a-z-]+:kms:([a-z0-9-]+):/.exec(key)?.[1];
  const own = regionOf(secret);
  if (region === undefined || typeof own !== "string" || region === own) return [];
  return [violation(`The secret's KMS key is in ${region}, and the secret in ${own}.`)];
}

function policyVerdicts(resource: ResourceFacts): readonly Verdict[] {
  const text = textOf(resource.properties.policy);
  if (text === notKnown) return [notTold("The secret's policy is not known yet.")];
  const statements = statementsOf(text ?? "");
  if (!statements) return [violation("The secret's policy is no IAM policy.")];
  const [own] = accountsOf(resource);
  const keepsAway = statements.some((statement) => deniesOthers(statement, own));
  return [
    ...(keepsAway ? [] : [violation("The secret's policy does not keep readers of other accounts away.")]),
    ...strangersIn(statements, own).map((principal) => violation(`The secret's policy lets ${principal} in.`)),
    ...(resource.properties.blockPublicPolicy === true
      ? []
      : [violation("The secret's policy is not checked for being public (blockPublicPolicy).")]),
  ];
}

function deniesOthers(statement: Statement, own: string | undefined): boolean {
  const accounts = statement.conditions.get("stringnotequals aws:principalaccount") ?? [];
  return (
    statement.effect === "Deny" &&
    statement.principals.includes("*") &&
    covers(statement, reading) &&
    accounts.length === 1 &&
    accounts.every((account) => own === undefined || account === own)
  );
}

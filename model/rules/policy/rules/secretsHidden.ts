import { documentedParameter } from "../../../release/parameters/catalog.ts";
import { isMap, isSecret, type ResourceFacts, textOf, textsIn } from "../facts.ts";
import { partOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

/** Texts that are secrets wherever they stand, by forms that their issuers publish. */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a Pulumi access token", /\bpul-[0-9a-f]{40}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_\w{36}|github_pat_\w{40})/],
  ["a Slack token", /\bxox[abprs]-[\w-]{10}/],
  ["a signed URL", /[?&]X-Amz-Signature=/i],
];

export const secretsHidden = policyRule({
  name: "secrets-hidden",
  title: "No secret stands in plain text in a stack's parameters, tags or URL.",
  severity: "critical",
  level: "mandatory",
  reason:
    "What is plain text in Pulumi's configuration is plain text in the repository, in Pulumi's state and in the output of every preview.",
  remediation:
    "Remove it, then: `pulumi config set --secret --path 'panther:secretParameters.<name>'`. Whoever saw the file has seen it: change the secret, too.",
  link: "https://www.pulumi.com/docs/iac/concepts/secrets/",
  source: 'Panther documentation, "Configure deployment parameters"',
  settings: {
    parameters: { text: "Further parameters of yours whose values are secrets.", default: [] },
  },
  resource: (resource, _, { parameters: further }) => {
    if (partOf(resource) === undefined) return [];
    const { parameters } = resource.properties;
    const secretNames = Object.entries(isMap(parameters) ? parameters : {})
      // Blank is no secret: it says that there is none.
      .filter(([name, value]) => isSecretName(name, further) && textOf(value) !== "")
      .map(([name]) => name);
    return [...secretNames.flatMap((name) => byName(resource, name)), ...byForm(resource)];
  },
});

function isSecretName(name: string, further: readonly string[]): boolean {
  return documentedParameter(name)?.secret === true || further.includes(name);
}

function byName(resource: ResourceFacts, name: string): readonly Verdict[] {
  const hidden = isSecret(resource, `parameters.${name}`);
  if (hidden === undefined) {
    return [
      notTold(
        `It is not known whether Pulumi keeps ${name} as a secret: for that the policy secret-marks has to be at the level remediate.`,
      ),
    ];
  }
  return hidden ? [] : [violation(`${name} is a secret, and Pulumi has it in plain text.`)];
}

function byForm(resource: ResourceFacts): readonly Verdict[] {
  return textsIn(resource.properties, "").flatMap(([path, text]) => {
    const [what] = forms.find(([, form]) => form.test(text)) ?? [];
    // Nobody has noted what is kept as secrets: then a secret in its right place looks the same.
    if (what === undefined || isSecret(resource, path) !== false) return [];
    return [violation(`${path} holds what looks like ${what}, in plain text.`)];
  });
}

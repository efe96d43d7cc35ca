import { readFileSync } from "node:fs";
import { describeProblems, readEnvironment } from "../../model/environment/environment.ts";
import type { KeyReference } from "../../model/environment/reference/keyReference.ts";
import { environmentReference } from "../../model/environment/reference.ts";

/** docs/configuration.md, from the reference of the keys and the examples. */
export function configurationPage(): string {
  return `${[
    "# Configuration",
    "One environment is one file, `stacks/Pulumi.<environment>.yaml`. Everything in it is `config`, and every key begins with `panther:`. Pulumi adds a line for its secrets, `encryptionsalt` or `secretsprovider`: leave it there. A file with every key and a comment on each: [stacks/Pulumi.example.yaml](../stacks/Pulumi.example.yaml).",
    yaml(exampleOf("standard")),
    "Edit the file, or have the CLI do it; comments and order survive that. Blank lines don't. Pulumi looks at numbers inside a mapping, so tell it when digits are text:",
    [
      "```sh",
      "pulumi config set panther:version v1.39.7",
      "pulumi config set --path 'panther:parameters.VpcID' vpc-0123456789abcdef0",
      "pulumi config set --path --type string 'panther:china.webAccountId' 123456789012",
      "pulumi config set --secret --path 'panther:secretParameters.DatadogAPIKey'   # asks for the value",
      "```",
    ].join("\n"),
    "## Keys",
    table(environmentReference),
    ...environmentReference.flatMap((key) => entry(key, "panther:", "###")),
    "## Secrets",
    `Secret are the values of ${environmentReference
      .filter(({ secret }) => secret)
      .map(({ name }) => `\`panther:${name}\``)
      .join(
        ", ",
      )}, and no others: what is secret is encrypted in the file (\`secure: …\`), in Pulumi's state, and shown nowhere. A parameter that Panther's documentation or its template takes for a secret is refused in \`panther:parameters\`. No message repeats a parameter's value, in whichever of the two it stands.`,
    "## Mistakes",
    "All of them are listed at once, before anything of AWS is called, with the key, what stands there, the rule and the fix. `panther` then ends with exit code 2. Pulumi itself looks at Pulumi.yaml first: of missing required keys and wrong types it says so in its own words.",
    `\`\`\`text\n${mistakes()}\n\`\`\``,
    "Two environments in one account and region are refused as well. Files whose account is 123456789012, AWS's own example, take no part in that.",
    "## A new environment",
    "See [examples/standard](../examples/standard/README.md). `panther deploy` sets the minimal parameters first and the rest as an update.",
    "## A Panther that runs already",
    "See [examples/adopted](../examples/adopted/README.md). Write down every parameter that the stack has now, begin with the release that runs, and give the deployment role by its `arn`, or by its stack's and its own name.",
    yaml(exampleOf("adopted")),
    "## China",
    "See [examples/china](../examples/china/README.md).",
    yaml(exampleOf("china")),
  ].join("\n\n")}\n`;
}

function exampleOf(name: string): string {
  return readFileSync(new URL(`../../examples/${name}/Pulumi.${name}.yaml`, import.meta.url), "utf8");
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
}

function table(keys: readonly KeyReference[]): string {
  const rows = keys.map(({ name, type, whenLeftOut }) => `| \`${name}\` | ${type} | ${whenLeftOut} |`);
  return ["| key | type | when left out |", "| --- | --- | --- |", ...rows].join("\n");
}

function entry(key: KeyReference, prefix: string, heading: string): readonly string[] {
  const { name, type, whenLeftOut, text, rule, example, source, since, secret, inner = [] } = key;
  const facts = [type, whenLeftOut === "required" ? "required" : `left out: ${whenLeftOut}`];
  return [
    `${heading} \`${prefix}${name}\``,
    `${[...facts, ...(secret ? ["**secret**"] : []), ...(since ? [`since: ${since}`] : [])].join(" · ")}${source ? ` *(${source})*` : ""}`,
    text,
    `Rule: ${rule}`,
    yaml(example),
    // What several keys share is told once.
    ...(name === "webDeploymentRole" ? [] : inner.flatMap((one) => entry(one, `${prefix}${name}.`, `${heading}#`))),
  ];
}

/** A file with mistakes, and what is said of it. */
function mistakes(): string {
  const read = readEnvironment("prod", {
    version: "1.39",
    region: "eu-south-1",
    expectedAccountId: 12345678901,
    rootStackName: "security",
    parameters: { DatadogAPIKey: "0123456789abcdef" },
    firstDeployParameters: ["VpcID"],
    timeouts: { create: "10m" },
    colour: "red",
  });
  return read.kind === "problems" ? describeProblems(read.problems) : "";
}

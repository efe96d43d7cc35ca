import type { CommandPermissions, PolicySide } from "../../model/permissions/command.ts";
import { commandPermissions, commandsWithoutAws } from "../../model/permissions/commands.ts";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import { policyOf } from "../../model/permissions/policy.ts";
import type { PermissionStatement } from "../../model/permissions/statement.ts";
import { unprovoked } from "../../model/permissions/unprovoked.ts";
import { deploymentRoleText, storedText } from "./permissionsProse.ts";

const sides: Readonly<Record<PolicySide, string>> = {
  standard: "Panther in one account",
  backend: "Backend in AWS China",
  web: "Web app in front of it",
};

/** docs/permissions.md, from the data that `panther permissions` prints and that tests run every command with. */
export function permissionsPage(): string {
  return `${[
    "# Permissions",
    "What whoever runs a command has to be allowed, and no more than that. The policies are data (`model/permissions/`); tests run each command on local AWS with IAM enforced, as a role that has its policy and nothing else, and compare the policy with what AWS was asked for: nothing is refused, and nothing is allowed that was not asked for, but for [what can't be provoked there](#allowed-and-not-provoked-by-tests).",
    [
      "```sh",
      "panther permissions                            # the commands that have a policy",
      "panther permissions upgrade -e prod            # its policy as JSON, with the environment's account, region and names",
      "panther permissions upgrade -e prod --journal s3://example-audit/panther",
      "panther permissions deploy -e china --side web # of a split over AWS China: one for each account",
      "```",
    ].join("\n"),
    "Where a call is refused, the command says which action, on what, and which commands' policies have it. Policies of several commands may be put together; one that grows beyond IAM's 6,144 characters goes into two.",
    "**Not in any policy:** `sts:GetCallerIdentity`, which every command begins with and which needs no permission; where Pulumi keeps its state and what encrypts its secrets (a bucket, a KMS key), which are yours; and Panther's bucket policies, which let approved accounts read releases. An `s3:GetObject` here does not replace Panther's approval.",
    "**Conditions.** `iam:PassRole` is limited to CloudFormation. What CloudFormation does for the caller, who has no service role for the role's own stack, is limited by `aws:CalledVia`: the caller can't do it otherwise. What has no resource to be limited to is limited to the region.",
    `**These ask nothing of AWS:** ${commandsWithoutAws.map((name) => `\`${name}\``).join(", ")}.`,
    "## By command",
    "ARNs are told without partition, region and account, which are the environment's. In braces: `{root}` the root stack's name, `{buckets}` the same as the buckets' names have it (lower case, and no more than 24 characters), `{fromSource}` `panther` for a deployment from source and nothing otherwise, `{roleStack}` the deployment role's stack, `{role}` and `{ownRole}` its role (the latter only where it is not somebody else's), `{rolePolicies}` `Panther` where that role is of 1.111 or later and nothing otherwise, `{releases}` and `{roleTemplates}` the buckets of their templates, `{ownBucket}` the release bucket in China where the program makes it, `{source}` the bucket that a copy reads, `{secret}` and `{secretKey}` the secret of a split and the key that you chose for it, `{journal}` the bucket of `--journal`. What has nothing in its place is not in the policy.",
    ...commandPermissions.map(section),
    "## As JSON",
    "The policy of `upgrade`, as `panther permissions upgrade -e prod` prints it (without line breaks within lists):",
    `\`\`\`json\n${json(policyOf(["upgrade"], "standard", examplePlace))}\n\`\`\``,
    "## Allowed, and not provoked by tests",
    table(
      ["actions", "of", "why"],
      unprovoked.map(({ actions, commands, sides: only, reason }) => [
        code(actions),
        [
          commands?.map((name) => `\`${name}\``).join(", ") ?? "all that have it",
          ...(only ? [`(${only.join(", ")})`] : []),
        ].join(" "),
        reason,
      ]),
    ),
    ...deploymentRoleText,
    ...storedText,
  ].join("\n\n")}\n`;
}

function section({ command, what, note, with: others = [], statements }: CommandPermissions): string {
  const title = command.startsWith("pulumi") || command.startsWith("-") ? command : `panther ${command}`;
  const given = (Object.keys(sides) as readonly PolicySide[]).flatMap((side) => {
    const own = statements[side];
    return own === undefined ? [] : [{ side, own }];
  });
  const [first, ...rest] = given;
  return [
    `### \`${title}\``,
    `${sentence(what)}${others.length > 0 ? ` On top of ${others.map((name) => `\`${name}\``).join(", ")}, which is in its policy.` : ""}${note ? ` ${note}` : ""}`,
    ...(first ? [...headed(first.side, first.own, given.length > 1)] : []),
    ...rest.flatMap(({ side, own }) => {
      const more = own.filter((statement) => !first?.own.includes(statement));
      const less = (first?.own ?? []).filter((statement) => !own.includes(statement));
      if (more.length === 0 && less.length === 0) return [];
      if (own.length === more.length) return [`${sides[side]}:`, rows(own)];
      const without = less.length > 0 ? `, without ${less.map(({ sid }) => sid).join(", ")}` : "";
      return [
        `${sides[side]}: the same${without}${more.length > 0 ? ", and" : ""}`,
        ...(more.length > 0 ? [rows(more)] : []),
      ];
    }),
  ].join("\n\n");
}

function headed(side: PolicySide, own: readonly PermissionStatement[], named: boolean): readonly string[] {
  return [...(named && side !== "standard" ? [`${sides[side]}:`] : []), rows(own)];
}

function rows(statements: readonly PermissionStatement[]): string {
  return table(
    ["statement", "allows", "on", "for"],
    statements.map(({ sid, actions, resources, conditions = {}, why }) => [
      sid,
      code(actions),
      [
        ...resources.map((resource) => `\`${shortened(resource)}\``),
        ...Object.values(conditions).flatMap(conditionText),
      ].join("<br>"),
      why,
    ]),
  );
}

/** Partition, region and account are the environment's in every ARN. */
function shortened(resource: string): string {
  return resource
    .replace(/^arn:\{partition\}:/, "")
    .replace(/:\{region\}:(?:\{account\})?:?/, ":")
    .replace(/::\{account\}:/, ":");
}

function conditionText(condition: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(condition).map(([key, value]) => `if \`${key}\` is \`${value}\``);
}

function code(actions: readonly string[]): string {
  return [...new Set(actions)].map((action) => `\`${action}\``).join(" ");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(
    /\[\s+([^\]{}]*?)\s+\]/g,
    (_, list: string) => `[${list.replaceAll(/\s*\n\s*/g, " ")}]`,
  );
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

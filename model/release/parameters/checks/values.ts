import { itemsOf } from "../declaration.ts";
import { finding, type ParameterFinding } from "../finding.ts";
import { parseIpRange } from "../ipRange.ts";
import type { Setting } from "../settings.ts";
import { isNumber, type Violation, violationsOf } from "../violations.ts";

/** What one parameter's value breaks, by the template's declaration and by what is documented. */
export function valueFindings(setting: Setting): readonly ParameterFinding[] {
  const { declaration, given, text, secret } = setting;
  const { name } = declaration;
  if (given === "hidden") return [];
  if (text === undefined) {
    return [finding("missing-required", name, `${name} has to be set: it has no default.`, `Set ${name}.`)];
  }
  if (declaration.default === undefined && text.trim() === "") {
    return [finding("blank-required", name, `${name} is blank, but it is required.`, `Give ${name} a value.`)];
  }
  if (secret && /^\*+$/.test(text)) {
    return [
      finding(
        "masked-value",
        name,
        `${name} is set to asterisks, which is how CloudFormation shows a secret: they would replace the real value.`,
        `Set ${name} to the secret itself, as a Pulumi secret.`,
      ),
    ];
  }
  const violations = violationsOf(declaration, text);
  if (violations.length === 0) return documentedFindings(setting, text);
  if (text === declaration.default) return defaultFindings(setting, violations);
  return violations.map(({ code, rule, fix }) => finding(code, name, `${name}${shown(setting)} ${rule}.`, fix));
}

/** Numbers are shown, other values are not: a secret pasted into the wrong parameter must not travel on. */
export function shown({ secret, text }: Setting): string {
  return !secret && text !== undefined && isNumber(text) ? ` is ${text} and` : "";
}

// A documented pattern refuses its own default. What counts is what the release's CloudFormation says to it.
function defaultFindings({ declaration }: Setting, violations: readonly Violation[]): readonly ParameterFinding[] {
  const { name } = declaration;
  const broken = violations.filter(({ code }) => code !== "pattern-not-checked");
  if (broken.length === 0) return [];
  return [
    finding(
      "default-against-limits",
      name,
      `The template's own default of ${name} breaks its limits: the value ${broken.map(({ rule }) => rule).join(" and ")}.`,
      `If CloudFormation refuses it, set ${name} to a value within the limits.`,
    ),
  ];
}

function documentedFindings(setting: Setting, text: string): readonly ParameterFinding[] {
  const { declaration, documented } = setting;
  if (!documented) return [];
  const { name, type } = declaration;
  const found: ParameterFinding[] = [];
  const items = itemsOf(type, text).filter((item) => item !== "");
  if (documented.maxItems !== undefined && items.length > documented.maxItems) {
    found.push(
      finding(
        "too-many-items",
        name,
        `${name} has ${items.length} items and may have ${documented.maxItems} at most.`,
        `Leave ${documented.maxItems} items in ${name}.`,
      ),
    );
  }
  if (documented.form === "ip-range" && !parseIpRange(text)) {
    found.push(
      finding(
        "not-an-ip-range",
        name,
        `${name} is no IPv4 range, although the template's pattern takes it.`,
        `Write ${name} like 172.31.250.0/26.`,
      ),
    );
  }
  if (documented.form === "account-id" && text !== "" && !/^\d{12}$/.test(text)) {
    found.push(
      finding(
        "not-an-account-id",
        name,
        `${name} is no AWS account ID: that has 12 digits.`,
        `Write ${name} with all 12 digits, in quotes: YAML drops leading zeros of a number.`,
      ),
    );
  }
  if (documented.form === "retention-days" && !retentionDays.has(Number(text))) {
    found.push(
      finding(
        "unsupported-by-aws",
        name,
        `${name}${shown(setting)} is not among the numbers of days that CloudWatch Logs can keep logs for.`,
        `Set ${name} to one of ${[...retentionDays].join(", ")}.`,
      ),
    );
  }
  return found;
}

// Amazon CloudWatch Logs API, PutRetentionPolicy, retentionInDays.
const retentionDays: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

import type { Template } from "../../template.ts";
import { shown } from "../checks/values.ts";
import { declarationsOf } from "../declaration.ts";
import { type Finding, finding } from "../finding.ts";
import type { Settings } from "../settings.ts";
import { violationsOf } from "../violations.ts";
import { conditionHolds, type Known, resolve, type Traced } from "./expression.ts";
import { findNested, type NestedStack, type NestedTemplates, nestedStacksOf } from "./nestedTemplates.ts";

interface Place {
  /** Logical IDs from the root. */
  readonly path: readonly string[];
  /** Keys of the templates from the root down to this one. */
  readonly keys: readonly string[];
}

/**
 * Values that the root template accepts and a nested one refuses, minutes later: every parameter is followed through
 * the nested stacks that it is handed to. Stacks whose condition does not hold are left out.
 */
export function nestedFindings(
  template: Template,
  nested: NestedTemplates,
  settings: Settings,
  sound: ReadonlySet<string>,
): readonly Finding[] {
  const values = new Map(pseudoParameters(settings));
  for (const [name, { text, declaration }] of settings.parameters) {
    if (text !== undefined && sound.has(name)) values.set(name, { text, type: declaration.type, from: [name] });
  }
  return below({ template, values }, { path: [], keys: [""] }, nested, settings);
}

function below(known: Known, place: Place, nested: NestedTemplates, settings: Settings): readonly Finding[] {
  return nestedStacksOf(known.template).flatMap((stack) => {
    if (stack.condition !== undefined && conditionHolds(stack.condition, known) === false) return [];
    return inStack(stack, known, place, nested, settings);
  });
}

function inStack(
  stack: NestedStack,
  known: Known,
  { path, keys }: Place,
  nested: NestedTemplates,
  settings: Settings,
): readonly Finding[] {
  const handedOver = new Map(Object.entries(stack.parameters).map(([name, value]) => [name, resolve(value, known)]));
  // Nothing of the root's parameters gets in there: no need to read it.
  if (![...handedOver.values()].some((value) => value && value.from.length > 0)) return [];
  const url = resolve(stack.templateUrl, known)?.text;
  const found = url === undefined ? undefined : findNested(nested, url, keys.at(-1) ?? "");
  // A template that nests itself is CloudFormation's to refuse.
  if (!found || keys.includes(found.key)) return [];
  const here = [...path, stack.logicalId];
  const findings: Finding[] = [];
  const values = new Map(pseudoParameters(settings));
  for (const [name, declaration] of declarationsOf(found.template)) {
    const handed = handedOver.get(name);
    if (handed) {
      values.set(name, { ...handed, type: declaration.type });
      for (const { code, rule, fix } of violationsOf(declaration, handed.text)) {
        const [origin] = handed.from;
        if (origin === undefined || code === "pattern-not-checked") continue;
        findings.push(nestedFinding(origin, name, here, rule, fix, settings));
      }
    } else if (!handedOver.has(name) && declaration.default !== undefined) {
      values.set(name, { text: declaration.default, type: declaration.type, from: [] });
    }
  }
  const further = below(
    { template: found.template, values },
    { path: here, keys: [...keys, found.key] },
    nested,
    settings,
  );
  return [...findings, ...further];
}

function nestedFinding(
  origin: string,
  name: string,
  path: readonly string[],
  rule: string,
  fix: string,
  settings: Settings,
): Finding {
  const setting = settings.parameters.get(origin);
  const own = name === origin ? "" : `, where it is part of ${name}`;
  return finding(
    "nested-limit",
    origin,
    `${origin}${setting ? shown(setting) : ""} ${rule} in the nested stack ${path.join("/")}${own}. The root template accepts it; the deployment would fail minutes later.`,
    name === origin ? fix : `Change ${origin}. ${fix}`,
  );
}

function pseudoParameters({ region, partition }: Settings): readonly (readonly [string, Traced])[] {
  const pseudo = (text: string): Traced => ({ text, type: "String", from: [] });
  return [
    ...(region === undefined ? [] : [["AWS::Region", pseudo(region)] as const]),
    ...(partition === undefined ? [] : [["AWS::Partition", pseudo(partition)] as const]),
  ];
}

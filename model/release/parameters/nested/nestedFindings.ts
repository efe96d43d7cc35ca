import type { Template } from "../../template.ts";
import { shown } from "../checks/values.ts";
import { declarationsOf } from "../declaration.ts";
import { finding, type ParameterFinding } from "../finding.ts";
import type { Setting, Settings } from "../settings.ts";
import { violationsOf } from "../violations.ts";
import { conditionHolds, type Known, resolve, type Traced } from "./expression.ts";
import { findNested, type NestedStack, type NestedTemplates, nestedStacksOf } from "./nestedTemplates.ts";

interface Place {
  /** Logical IDs from the root. */
  readonly path: readonly string[];
  /** Of the template itself, blank for the root. */
  readonly key: string;
  /** Of the templates that it stands in. */
  readonly above: readonly string[];
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
): readonly ParameterFinding[] {
  const values = new Map(pseudoParameters(settings));
  for (const [name, setting] of settings.parameters) {
    const { text, declaration } = setting;
    if (text !== undefined && sound.has(name)) values.set(name, { text, type: declaration.type, from: [setting] });
  }
  return below({ template, values }, { path: [], key: "", above: [] }, nested, settings);
}

function below(known: Known, place: Place, nested: NestedTemplates, settings: Settings): readonly ParameterFinding[] {
  return nestedStacksOf(known.template).flatMap((stack) => {
    if (stack.condition !== undefined && conditionHolds(stack.condition, known) === false) return [];
    return inStack(stack, known, place, nested, settings);
  });
}

function inStack(
  stack: NestedStack,
  known: Known,
  { path, key, above }: Place,
  nested: NestedTemplates,
  settings: Settings,
): readonly ParameterFinding[] {
  const handedOver = new Map(Object.entries(stack.parameters).map(([name, value]) => [name, resolve(value, known)]));
  // Nothing of the root's parameters gets in there: no need to read it.
  if (![...handedOver.values()].some((value) => value && value.from.length > 0)) return [];
  const url = resolve(stack.templateUrl, known)?.text;
  const found = url === undefined ? undefined : findNested(nested, url, key);
  // A template that nests itself is CloudFormation's to refuse.
  if (!found || [...above, key].includes(found.key)) return [];
  const here = [...path, stack.logicalId];
  const findings: ParameterFinding[] = [];
  const values = new Map(pseudoParameters(settings));
  for (const [name, declaration] of declarationsOf(found.template)) {
    const handed = handedOver.get(name);
    if (handed) {
      values.set(name, { ...handed, type: declaration.type });
      for (const { code, rule, fix } of violationsOf(declaration, handed.text)) {
        const [origin] = handed.from;
        if (origin === undefined || code === "pattern-not-checked") continue;
        findings.push(nestedFinding(origin, name, here, rule, fix));
      }
    } else if (!handedOver.has(name) && declaration.default !== undefined) {
      values.set(name, { text: declaration.default, type: declaration.type, from: [] });
    }
  }
  const further = below(
    { template: found.template, values },
    { path: here, key: found.key, above: [...above, key] },
    nested,
    settings,
  );
  return [...findings, ...further];
}

function nestedFinding(
  origin: Setting,
  name: string,
  path: readonly string[],
  rule: string,
  fix: string,
): ParameterFinding {
  const root = origin.declaration.name;
  const part = name === root ? "" : `, where it is part of ${name}`;
  return finding(
    "nested-limit",
    root,
    `${root}${shown(origin)} ${rule} in the nested stack ${path.join("/")}${part}. The root template accepts it; the deployment would fail minutes later.`,
    name === root ? fix : `Change ${root}. ${fix}`,
  );
}

function pseudoParameters({ region, partition }: Settings): readonly (readonly [string, Traced])[] {
  const pseudo = (text: string): Traced => ({ text, type: "String", from: [] });
  return [
    ...(region === undefined ? [] : [["AWS::Region", pseudo(region)] as const]),
    ...(partition === undefined ? [] : [["AWS::Partition", pseudo(partition)] as const]),
  ];
}
